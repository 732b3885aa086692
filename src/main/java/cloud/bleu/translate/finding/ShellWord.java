package cloud.bleu.translate.finding;

import java.util.regex.Pattern;

/** A word as a shell takes it for one, for commands that somebody copies. */
public final class ShellWord {

  /** What no shell takes for anything else, also in other scripts than Latin. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

  private ShellWord() {}

  /** The word, in quotes where it needs them. */
  public static String of(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
