package io.sipcast.sip.auth;

/**
 * What proves who we are to the configured server.
 *
 * @param user the name to authenticate with, often that of the address
 */
public record Login(String user, String password) {
    @Override
    public String toString() {
        return "Login[user=" + user + ", password=***]";
    }
}
