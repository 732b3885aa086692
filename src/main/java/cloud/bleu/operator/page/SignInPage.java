package cloud.bleu.operator.page;

/** Where somebody pastes a token. It has no script, no style, and nothing of anybody. */
final class SignInPage {

  /** What a browser may do with it: send its forms back. */
  static final String POLICY =
      "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private SignInPage() {}

  /**
   * The text of the page.
   *
   * @param said a sentence of ours, empty for none
   */
  static String of(String said) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Sign in to the page of bleu</title>
        </head>
        <body>
        <main>
        <h1>Sign in to the page of bleu</h1>
        <p role="status">%s</p>
        <form method="post" action="sign-in" autocomplete="off">
        <p><label for="token">A token of the API server of this cluster</label></p>
        <p><input id="token" name="token" type="password" required autocomplete="off" size="60"></p>
        <p><button>Sign in</button></p>
        </form>
        <p>You see what this token may list. <code>kubectl create token ACCOUNT</code> makes one of a service account, for an hour.</p>
        <form method="post" action="sign-out"><p><button>Sign out</button></p></form>
        </main>
        </body>
        </html>
        """
        .formatted(said);
  }
}
