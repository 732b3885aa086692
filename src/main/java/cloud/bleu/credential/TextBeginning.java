package cloud.bleu.credential;

/**
 * As much of a text as there is room for. No character is cut in half: half of one has no form in
 * UTF-8, so an API server would keep another text than it was sent.
 */
public final class TextBeginning {

  private TextBeginning() {}

  /**
   * The text; where it is longer, its beginning.
   *
   * @param longest in UTF-16 units, from 0
   */
  public static String of(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean halves = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, halves ? longest - 1 : longest);
  }
}
