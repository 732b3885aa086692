package cloud.bleu.credential;

import java.util.regex.Pattern;

/**
 * Credentials in text of somebody else's: the user of a URL, a parameter of a query that is one by
 * its name, a token of a header, a private key. What is written wrong is hidden as well: it is
 * quoted for that very reason. A secret in plain words cannot be told from other words.
 */
public final class Credentials {

  private static final String MASK = "***";
  private static final String SCHEME = "://";

  /** What no URL goes beyond. */
  private static final Pattern BETWEEN = Pattern.compile("(?<=[\\s\"`<>])|(?=[\\s\"`<>])");

  private static final Pattern PORT = Pattern.compile("\\d{0,5}(?:[/?#,;)\\]}].*)?");

  private static final Pattern DIGEST = Pattern.compile("@sha\\d+:");

  /** A parameter of a query by whose name it is one. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)token|secret|passw|pwd|key|sig|auth|credential|session|code");

  private static final Pattern PARAMETERS = Pattern.compile("(?<=[?&;#])");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)\\b(bearer|basic|token)(:?\\s+)(?=[A-Z._~+/-]*\\d)[A-Z0-9._~+/-]{16,}=*");

  /** A JSON web token wherever it stands. */
  private static final Pattern SIGNED =
      Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){0,4}");

  /** Up to a quote, which JSON may have escaped. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----)(?:[^\"\\\\]++|\\\\(?!\"))*+");

  private Credentials() {}

  /** The text with {@code ***} in place of each credential, as in {@code https://***@host/}. */
  public static String hidden(String text) {
    String shown = text;
    if (text.indexOf('@') >= 0 || text.contains(SCHEME)) {
      StringBuilder parts = new StringBuilder();
      for (String part : BETWEEN.split(text)) {
        parts.append(part(part));
      }
      shown = parts.toString();
    }
    shown = HEADER.matcher(shown).replaceAll("$1$2" + MASK);
    shown = SIGNED.matcher(shown).replaceAll(MASK);
    return PRIVATE_KEY.matcher(shown).replaceAll("$1" + MASK);
  }

  /** Text without white space and quotes, in which there may be several URLs. */
  private static String part(String part) {
    int at = part.indexOf(SCHEME);
    if (at < 0) {
      return bare(part);
    }
    StringBuilder shown = new StringBuilder(bare(part.substring(0, at)));
    while (at >= 0) {
      int begin = at + SCHEME.length();
      int next = part.indexOf(SCHEME, begin);
      shown.append(SCHEME).append(url(part.substring(begin, next < 0 ? part.length() : next)));
      at = next;
    }
    return shown.toString();
  }

  /** {@code user:word@host} without a scheme. An image has a digest there, a mail its scheme. */
  private static String bare(String part) {
    int colon = part.indexOf(':');
    int at = part.lastIndexOf('@');
    if (colon < 0 || at < colon || DIGEST.matcher(part).region(at, part.length()).lookingAt()) {
      return part;
    }
    int begin = colon;
    while (begin > 0 && "([{,;=".indexOf(part.charAt(begin - 1)) < 0) {
      begin--;
    }
    String user = part.substring(begin, colon);
    return user.isEmpty()
            || user.indexOf('/') >= 0
            || user.indexOf('@') >= 0
            || user.equals("mailto")
        ? part
        : part.substring(0, begin) + MASK + part.substring(at);
  }

  /** What follows the scheme of a URL. */
  private static String url(String rest) {
    int begin = 0;
    while (begin < rest.length() && rest.charAt(begin) == '/') {
      begin++;
    }
    String plain = rest.substring(begin);
    int at = user(plain);
    String shown = rest.substring(0, begin) + (at < 0 ? plain : MASK + plain.substring(at));
    int query = shown.indexOf('?');
    return query < 0 ? shown : shown.substring(0, query) + query(shown.substring(query));
  }

  /** Where the at sign after the user is; -1: there is none. */
  private static int user(String rest) {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    int colon = rest.indexOf(':');
    // A word with a slash in it: no port stands where one would.
    boolean word =
        colon >= 0
            && colon < end
            && !rest.startsWith("[")
            && !PORT.matcher(rest.substring(colon + 1)).matches();
    return (word ? rest : rest.substring(0, end)).lastIndexOf('@');
  }

  private static String query(String query) {
    StringBuilder shown = new StringBuilder();
    for (String parameter : PARAMETERS.split(query)) {
      int value = parameter.indexOf('=') + 1;
      boolean hides = value > 0 && NAMED.matcher(parameter.substring(0, value)).find();
      int end = parameter.length();
      while (end > value && "?&;#\\".indexOf(parameter.charAt(end - 1)) >= 0) {
        end--;
      }
      shown.append(
          hides ? parameter.substring(0, value) + MASK + parameter.substring(end) : parameter);
    }
    return shown.toString();
  }
}
