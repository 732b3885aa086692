package cloud.bleu.credential;

import java.util.regex.Pattern;

/** Users and parameters of URLs, of well written ones and of others. */
final class MaskedUrl {

  static final String SCHEME = "://";

  private static final String MASK = "***";

  /** Words, and what is between them, that a password may have. */
  private static final int MOST_WORDS = 16;

  private static final String ENDS = "/?#";

  private static final Pattern PORT = Pattern.compile("\\d{0,5}(?:[/?#,;)\\]}'].*|[:.]+)?");

  private static final Pattern DIGEST = Pattern.compile("@sha\\d+:");

  private static final Pattern NO_USER = Pattern.compile("mailto|oidc|git@.*");

  /** A parameter by whose name it is one: by its last word, where words are told apart. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:^|.*[-_.])(?i:token|accesstoken|secret|password|passwd|pwd|sig|signature|key|apikey"
              + "|accesskey|secretkey|privatekey|credentials?|authorization|auth|jwt|session"
              + "|sessionid)"
              + "|.*[a-z0-9](?:Token|Secret|Password|Signature|ApiKey|AccessKey|SecretKey)");

  private static final Pattern PARAMETERS = Pattern.compile("(?<=[?&;#])");

  private MaskedUrl() {}

  /** Text without white space and quotes, or with those of one password, of several URLs. */
  static String of(String text) {
    int at = text.indexOf(SCHEME);
    if (at < 0) {
      return bare(text);
    }
    StringBuilder shown = new StringBuilder(bare(text.substring(0, at)));
    int signed = text.lastIndexOf('@');
    while (at >= 0) {
      int begin = at + SCHEME.length();
      int next = next(text, begin, signed);
      shown.append(SCHEME).append(url(text.substring(begin, next < 0 ? text.length() : next)));
      at = next;
    }
    return shown.toString();
  }

  /**
   * Where the scheme of the next URL ends; what stands in a password is none.
   *
   * @param signed where the last at sign of all is
   */
  private static int next(String text, int begin, int signed) {
    int next = text.indexOf(SCHEME, begin);
    if (next < 0 || next > signed || !isPassword(text.substring(begin, next))) {
      return next;
    }
    int at = text.indexOf('@', begin);
    return at < next ? next : text.indexOf(SCHEME, at);
  }

  /**
   * The last of the words that belong to a URL: its own, but for a password with blanks in it.
   *
   * @param words and what is between them
   */
  static int last(String[] words, int first) {
    int scheme = words[first].lastIndexOf(SCHEME);
    if (scheme < 0
        || words[first].indexOf('@', scheme) >= 0
        || !isPassword(words[first].substring(scheme + SCHEME.length()))) {
      return first;
    }
    for (int i = first + 1; i < Math.min(words.length, first + MOST_WORDS); i++) {
      String word = words[i];
      if (word.contains(SCHEME) || word.length() == 1 && "\"`<>\r\n".indexOf(word.charAt(0)) >= 0) {
        return first;
      }
      if (word.indexOf('@') >= 0) {
        return i;
      }
    }
    return first;
  }

  private static String bare(String text) {
    String shown = named(text);
    int query = query(shown, 0);
    return shown.substring(0, query) + parameters(shown.substring(query));
  }

  /**
   * {@code user:word@host} without a scheme. An image has a digest there, a mail and the names of
   * people whom an issuer vouches for a scheme of their own, and a path of git a user without a
   * word.
   */
  private static String named(String text) {
    int colon = text.indexOf(':');
    int at = at(text, text.length());
    if (colon < 0 || at < colon) {
      return text;
    }
    int begin = colon;
    while (begin > 0 && "([{,;=".indexOf(text.charAt(begin - 1)) < 0) {
      begin--;
    }
    String user = text.substring(begin, colon);
    boolean list = user.indexOf('@') >= 0 && text.substring(colon, at).indexOf(',') >= 0;
    return user.isEmpty() || user.indexOf('/') >= 0 || NO_USER.matcher(user).matches() || list
        ? text
        : text.substring(0, begin) + MASK + text.substring(at);
  }

  /** What follows the scheme of a URL. */
  private static String url(String rest) {
    int begin = 0;
    while (begin < rest.length() && rest.charAt(begin) == '/') {
      begin++;
    }
    String plain = rest.substring(begin);
    int at = user(plain);
    if (begin == 0) {
      at = Math.max(at, slashed(plain, at + 1));
    }
    String shown = rest.substring(0, begin) + (at < 0 ? plain : MASK + plain.substring(at));
    int query = query(shown, 0);
    return shown.substring(0, query) + parameters(shown.substring(query));
  }

  /** Where the at sign after the user is; -1: there is none. */
  private static int user(String rest) {
    return at(rest, isPassword(rest) ? rest.length() : host(rest));
  }

  /** Whether a word stands where a port would. */
  private static boolean isPassword(String rest) {
    int colon = rest.indexOf(':');
    return colon >= 0
        && colon < host(rest)
        && !rest.startsWith("[")
        && !PORT.matcher(rest.substring(colon + 1)).matches();
  }

  /**
   * Where the at sign is after a user with a slash in it, as in {@code https://se/cret@host}; -1
   * where there is none. Then what stands where the host would be has no dot, and no segment of the
   * path begins with the at sign.
   *
   * @param from where the host would begin
   */
  private static int slashed(String rest, int from) {
    int end = host(rest);
    if (from > end
        || end == rest.length()
        || rest.charAt(end) != '/'
        || rest.startsWith("[", from)) {
      return -1;
    }
    int dot = rest.indexOf('.', from);
    int at = at(rest, query(rest, end));
    return dot >= 0 && dot < end || at < end || rest.charAt(at - 1) == '/' ? -1 : at;
  }

  /** Where the host ends, with its port. */
  private static int host(String rest) {
    int end = 0;
    while (end < rest.length() && ENDS.indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** The last at sign before that, but for those of digests of images; -1: there is none. */
  private static int at(String text, int end) {
    int at = text.lastIndexOf('@', end - 1);
    while (at >= 0 && DIGEST.matcher(text).region(at, text.length()).lookingAt()) {
      at = text.lastIndexOf('@', at - 1);
    }
    return at;
  }

  /** Where the query or the fragment begins; the end: there is none. */
  private static int query(String text, int from) {
    int query = from;
    while (query < text.length() && "?#".indexOf(text.charAt(query)) < 0) {
      query++;
    }
    return query;
  }

  private static String parameters(String query) {
    StringBuilder shown = new StringBuilder();
    for (String parameter : PARAMETERS.split(query)) {
      int value = parameter.indexOf('=') + 1;
      boolean hides = value > 0 && NAMED.matcher(parameter.substring(0, value - 1)).matches();
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
