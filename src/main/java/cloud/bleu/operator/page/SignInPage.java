package cloud.bleu.operator.page;

import cloud.bleu.report.page.PageSentences;
import org.jspecify.annotations.Nullable;

/**
 * The page where a reader pastes a token. It has no script, no style, and shows nothing of the
 * estate.
 */
final class SignInPage {

  /** What a browser may do with it: send its forms back. */
  static final String POLICY =
      "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private SignInPage() {}

  /**
   * The text of the page.
   *
   * @param said the key of a sentence, null for none
   */
  static String of(PageSentences sentences, @Nullable String said) {
    return """
        <!doctype html>
        <html lang="%1$s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>%2$s</title>
        </head>
        <body>
        <main>
        <h1>%2$s</h1>
        <p role="status">%3$s</p>
        <form method="post" action="sign-in?lang=%1$s" autocomplete="off">
        <p><label for="token">%4$s</label></p>
        <p><input id="token" name="token" type="password" required autocomplete="off" size="60"></p>
        <p><button>%5$s</button></p>
        </form>
        <p>%6$s <code>kubectl create token ACCOUNT</code></p>
        <form method="post" action="sign-out?lang=%1$s"><p><button>%7$s</button></p></form>
        </main>
        </body>
        </html>
        """
        .formatted(
            sentences.tag(),
            sentences.said("html.signIn.title"),
            said == null ? "" : sentences.said(said),
            sentences.said("html.signIn.token"),
            sentences.said("html.signIn"),
            sentences.said("html.signIn.how"),
            sentences.said("html.signOut"));
  }
}
