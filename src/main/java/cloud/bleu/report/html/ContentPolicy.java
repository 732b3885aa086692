package cloud.bleu.report.html;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a browser may do with the page: nothing but the style and the script that are in it, each by
 * its hash. It asks nothing of anybody, but a page that is served of its own server.
 */
final class ContentPolicy {
  private ContentPolicy() {}

  /**
   * The value of Content-Security-Policy.
   *
   * @param live whether the script may ask the server that the page came from
   */
  static String of(String style, String script, boolean live) {
    return "default-src 'none'; style-src '"
        + hash(style)
        + "'; script-src '"
        + hash(script)
        + (live ? "'; connect-src 'self" : "")
        + "'; base-uri 'none'; form-action 'none'";
  }

  /** The value for a page without a script. */
  static String of(String style) {
    return "default-src 'none'; style-src '"
        + hash(style)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
