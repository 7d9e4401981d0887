package io.sipcast.observe;

/** What an exception says to people. */
public final class Causes {
    private Causes() {}

    /** What went wrong first, in its own words and without a full stop, or its name. */
    public static String first(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String message = first.getMessage();
        return message == null || message.isBlank()
                ? first.getClass().getSimpleName()
                : message.strip().replaceFirst("\\.+$", "");
    }
}
