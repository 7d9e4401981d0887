package io.sipcast.call;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which users a rule is for: {@code *} stands for any letters, digits and {@code - _ . ~ +}, so for
 * nothing that would mean something else in the name of a stream. Pure.
 */
record CalledPattern(String glob) {
    private static final String ANY = "([\\p{L}\\p{N}._~+-]*)";

    /** The text of each {@code *}; null when the user is not meant. */
    @Nullable List<String> match(String user) {
        Matcher matcher = Pattern.compile(regex()).matcher(user);
        if (!matcher.matches()) {
            return null;
        }
        List<String> captures = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            captures.add(matcher.group(i));
        }
        return captures;
    }

    private String regex() {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(c == '*' ? ANY : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }

    /** Puts the captures where {@code $1} to {@code $9} stand. */
    static String fill(String template, List<String> captures) {
        Matcher used = Pattern.compile("\\$([1-9])").matcher(template);
        return used.replaceAll(found -> {
            int number = Integer.parseInt(found.group(1));
            return number > captures.size()
                    ? Matcher.quoteReplacement(found.group())
                    : Matcher.quoteReplacement(captures.get(number - 1));
        });
    }
}
