package io.sipcast.observe;

/** What an exception says to people. */
public final class Causes {
    private Causes() {}

    /** What went wrong first. */
    public static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** That in its own words and without a full stop, or its name. */
    public static String first(Throwable e) {
        Throwable root = root(e);
        String message = root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : message.strip().replaceFirst("\\.+$", "");
    }
}
