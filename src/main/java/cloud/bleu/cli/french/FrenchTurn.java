package cloud.bleu.cli.french;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phrase of English facts with its French. {@code {}} on both sides stands for what is between:
 * {@code the version of {} is not known => on ne connaît pas la version de {}}.
 */
final class FrenchTurn {
  private static final String BETWEEN = "{}";

  private final Pattern english;
  private final String[] french;
  private final int length;

  private FrenchTurn(String english, String french) {
    StringBuilder pattern = new StringBuilder();
    String[] words = english.split(Pattern.quote(BETWEEN), -1);
    for (int i = 0; i < words.length; i++) {
      pattern.append(i == 0 ? "" : "(.+?)").append(Pattern.quote(words[i]));
    }
    this.english = Pattern.compile("(?<![\\w-])" + pattern + "(?!\\w)");
    this.french = french.split(Pattern.quote(BETWEEN), -1);
    this.length = english.length();
  }

  /** Those of the bundle, and the values of fields, the longest first. */
  static List<FrenchTurn> of(French french) {
    List<FrenchTurn> turns = new ArrayList<>();
    for (String key : french.keys()) {
      if (key.startsWith("turn.")) {
        String[] both = french.word(key).split(" => ", -1);
        turns.add(new FrenchTurn(both[0], both[1]));
      } else if (key.startsWith(French.VALUE)) {
        turns.add(new FrenchTurn(key.substring(French.VALUE.length()), french.word(key)));
      }
    }
    turns.sort(Comparator.comparing((FrenchTurn t) -> -t.length));
    return turns;
  }

  /**
   * The text with a sign for each French phrase.
   *
   * @param phrases takes them; the first has the sign {@code first}, the next the next one
   */
  String aside(String text, List<String> phrases, char first) {
    Matcher found = english.matcher(text);
    StringBuilder signs = new StringBuilder();
    while (found.find()) {
      StringBuilder turned = new StringBuilder();
      for (int i = 0; i < french.length; i++) {
        turned.append(i == 0 ? "" : found.group(i));
        if (!french[i].isEmpty()) {
          turned.append((char) (first + phrases.size()));
          phrases.add(french[i]);
        }
      }
      found.appendReplacement(signs, Matcher.quoteReplacement(turned.toString()));
    }
    return found.appendTail(signs).toString();
  }
}
