package cloud.bleu.credential;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Credentials in text of somebody else's: the user of a URL, a parameter of a query that is one by
 * its name, a token of a header, a private key. What is written wrong is hidden as well: it is
 * quoted for that very reason. A secret in plain words cannot be told from other words.
 */
public final class Credentials {

  private static final String MASK = "***";

  /** A word begins, in text as well as in JSON after a character that is escaped. */
  private static final String BEGIN = "(?:\\b|(?<=\\\\[bfnrt])|(?<=\\\\u[0-9a-fA-F]{4}))";

  /** What no URL goes beyond. */
  private static final Pattern BETWEEN = Pattern.compile("(?<=[\\s\"`<>])|(?=[\\s\"`<>])");

  private static final Pattern HEADER =
      Pattern.compile(
          BEGIN + "(?i)(bearer|basic|token)(:?\\s+)(?=[A-Z._~+/-]*\\d)[A-Z0-9._~+/-]{16,}=*");

  /** Up to the end of the line, of the value in quotes, or of a list; in it there may be quotes. */
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          BEGIN
              + "(?i)((?:proxy-)?authorization\\\\*+\"?+[ \\t]*+[:=][ \\t]*+\\[?+\\\\*+\"?+"
              + "[A-Z][A-Z0-9_-]*+[ \\t]++)"
              + "(?:[^\\r\\n\"\\\\\\]=]++|=(?:\\\\*+\"[^\"\\\\\\r\\n]*+\\\\*+\")?+)++");

  /** A JSON web token wherever it stands. */
  private static final Pattern SIGNED =
      Pattern.compile(BEGIN + "eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){0,4}");

  /** Up to a quote, which JSON may have escaped. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----)(?:[^\"\\\\]++|\\\\(?!\"))*+");

  /** What the words of headers begin with: of most texts no pattern has to be tried. */
  private static final List<String> HEADERS = List.of("authorization", "bearer", "basic", "token");

  private static final int ASCII = 128;

  /** By the first two letters of each of these words. */
  private static final boolean[] BEGINNINGS = beginnings();

  private Credentials() {}

  private static boolean[] beginnings() {
    boolean[] beginnings = new boolean[ASCII * ASCII];
    HEADERS.forEach(header -> beginnings[header.charAt(0) * ASCII + header.charAt(1)] = true);
    return beginnings;
  }

  /** The text with {@code ***} in place of each credential, as in {@code https://***@host/}. */
  public static String hidden(String text) {
    String shown = text;
    if (text.indexOf('@') >= 0
        || text.indexOf('?') >= 0
        || text.indexOf('#') >= 0
        || text.contains(MaskedUrl.SCHEME)) {
      shown = words(BETWEEN.split(text));
    }
    if (hasHeader(shown)) {
      shown = AUTHORIZATION.matcher(shown).replaceAll("$1" + MASK);
      shown = HEADER.matcher(shown).replaceAll("$1$2" + MASK);
    }
    if (shown.contains("eyJ")) {
      shown = SIGNED.matcher(shown).replaceAll(MASK);
    }
    return shown.contains("PRIVATE KEY-----")
        ? PRIVATE_KEY.matcher(shown).replaceAll("$1" + MASK)
        : shown;
  }

  /**
   * A text without credentials, cut where it is longer than so many characters. It is cut last:
   * what shows that something is a credential may stand behind the cut.
   *
   * @param longest in characters, without what stands for the rest
   * @param rest stands for what is cut off
   */
  public static String hidden(String text, int longest, String rest) {
    String shown = hidden(text);
    return shown.length() <= longest ? shown : TextBeginning.of(shown, longest) + rest;
  }

  private static String words(String[] words) {
    StringBuilder shown = new StringBuilder();
    int first = 0;
    while (first < words.length) {
      int next = MaskedUrl.last(words, first) + 1;
      shown.append(MaskedUrl.of(String.join("", Arrays.asList(words).subList(first, next))));
      first = next;
    }
    return shown.toString();
  }

  private static boolean hasHeader(String text) {
    for (int i = 0; i < text.length() - 1; i++) {
      if (mayBegin(lowerCase(text.charAt(i)), lowerCase(text.charAt(i + 1)))) {
        for (String header : HEADERS) {
          if (text.regionMatches(true, i, header, 0, header.length())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether one of {@link #HEADERS} begins with these: all that is shown goes through here. */
  private static boolean mayBegin(int first, int second) {
    return first < ASCII && second < ASCII && BEGINNINGS[first * ASCII + second];
  }

  /** Of a letter of ASCII; what is none does not become one. */
  private static int lowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}
