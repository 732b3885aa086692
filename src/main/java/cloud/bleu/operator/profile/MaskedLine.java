package cloud.bleu.operator.profile;

import cloud.bleu.credential.TextBeginning;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The first line that a plugin wrote to standard error, fit for a log: short, and without what
 * looks like a credential. A secret in plain words cannot be told from other text, so this is a
 * precaution and no proof.
 */
final class MaskedLine {

  private static final int LONGEST = 200;
  private static final String MASK = "***";

  /** What follows such a word is masked to the end of the line. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(token|passw|passphrase|pwd|secret|bearer|authorization|credential|key|cookie"
              + "|jwt|assertion|signature)\\S*.*");

  /** Long runs without white space, such as tokens, keys and base64. */
  private static final Pattern LONG = Pattern.compile("\\S{16,}");

  private MaskedLine() {}

  /**
   * The line; empty where there is none.
   *
   * @param secrets that are masked wherever they stand
   */
  static String of(String written, Collection<String> secrets) {
    String line =
        written.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    // One may be the beginning of another one.
    for (String secret :
        secrets.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
      if (!secret.isBlank()) {
        line = line.replace(secret, MASK);
      }
    }
    line = NAMED.matcher(line).replaceAll("$1" + MASK);
    line = LONG.matcher(line).replaceAll(MASK);
    line = line.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : TextBeginning.of(line, LONGEST) + "...";
  }
}
