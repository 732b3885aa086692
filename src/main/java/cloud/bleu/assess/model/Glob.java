package cloud.bleu.assess.model;

/** Patterns in which {@code *} stands for any text, none included. */
public final class Glob {

  private Glob() {}

  /**
   * Whether a pattern is of the whole text. Each part between two stars is looked for once, from
   * the left: no pattern takes longer than its length times that of the text.
   */
  public static boolean matches(String glob, String text) {
    int star = glob.indexOf('*');
    if (star < 0) {
      return glob.equals(text);
    }
    int last = glob.lastIndexOf('*');
    String end = glob.substring(last + 1);
    int limit = text.length() - end.length();
    if (limit < star || !text.startsWith(glob.substring(0, star)) || !text.endsWith(end)) {
      return false;
    }
    int at = star;
    while (star < last) {
      int next = glob.indexOf('*', star + 1);
      String part = glob.substring(star + 1, next);
      int found = text.indexOf(part, at);
      if (found < 0 || found + part.length() > limit) {
        return false;
      }
      at = found + part.length();
      star = next;
    }
    return true;
  }
}
