package cloud.bleu.assess.dependency;

import java.util.regex.Pattern;

/** Settings that hold a password or the like, by their names. */
public final class CredentialSetting {

  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(passw|pwd|secret|token|credential).*"
              + "|(.*[^a-z0-9])?(auth|creds?|pins?|pass)([^a-z0-9].*)?|.*pass"
              + "|(?-i:.*[a-z0-9](Auth|Creds?|Pins?|Pass)([^a-z].*)?)");

  private CredentialSetting() {}

  /** Whether a setting of that name holds one, whatever else its name says. */
  public static boolean is(String name) {
    return NAME.matcher(name).matches();
  }
}
