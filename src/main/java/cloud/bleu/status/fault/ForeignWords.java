package cloud.bleu.status.fault;

import cloud.bleu.credential.Credentials;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What others say in conditions, made stable: the same fault has the same text at every attempt and
 * for every pod.
 */
final class ForeignWords {

  /** Letters that a message keeps of somebody else's. */
  private static final int LONGEST = 400;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Names of containers, sandboxes and images that a runtime draws. */
  private static final Pattern DRAWN = Pattern.compile("\\b[0-9a-f]{12,}\\b");

  /**
   * What a quota counts changes with every pod of the namespace; what is asked and allowed stays.
   */
  private static final Pattern USED = Pattern.compile(", used: \\S+(?=, limited: )");

  /** The end of a connection that is drawn for each attempt, and differs from node to node. */
  private static final Pattern SOURCE =
      Pattern.compile("(?:\\b\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+(?:%\\w+)?\\]):\\d+->");

  private static final Pattern NODES = Pattern.compile("^\\d+/\\d+ nodes are available: ");
  private static final Pattern PREEMPTION =
      Pattern.compile("[.,]? *(no new claims to deallocate|preemption: ).*$");
  private static final Pattern BETWEEN = Pattern.compile(", (?=\\d+ )");
  private static final Pattern COUNT = Pattern.compile("^\\d+ ");

  /** Said of the nodes of every other zone, and so of each pod of a decision. */
  private static final String NO_MATCH = "node(s) didn't match Pod's node affinity/selector";

  private ForeignWords() {}

  /**
   * Words without drawn names and credentials.
   *
   * @param drawn what a drawn name begins with, null for nothing
   * @param name what stands for all of these names
   */
  static String of(@Nullable String words, @Nullable String drawn, String name) {
    String one = Credentials.hidden(words == null ? "" : words);
    one = SPACE.matcher(one).replaceAll(" ").strip();
    if (drawn != null && !drawn.isEmpty()) {
      one =
          Pattern.compile(Pattern.quote(drawn) + "[-a-z0-9.]*")
              .matcher(one)
              .replaceAll(Matcher.quoteReplacement(name + "-…"));
    }
    one = DRAWN.matcher(one).replaceAll("…");
    one = SOURCE.matcher(one).replaceAll("…->");
    one = USED.matcher(one).replaceAll("");
    return Credentials.hidden(one, LONGEST, "…");
  }

  /** Why the scheduler finds no node, without how many nodes it looked at. */
  static String ofScheduler(@Nullable String words) {
    String one = SPACE.matcher(words == null ? "" : words).replaceAll(" ").strip();
    Matcher nodes = NODES.matcher(one);
    if (!nodes.find()) {
      return of(one, null, "");
    }
    String rest = PREEMPTION.matcher(one.substring(nodes.end())).replaceAll("");
    TreeSet<String> reasons = new TreeSet<>();
    for (String reason : BETWEEN.split(rest, -1)) {
      String plain = COUNT.matcher(reason).replaceAll("");
      reasons.add(plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain);
    }
    if (reasons.size() > 1) {
      reasons.remove(NO_MATCH);
    }
    return of(String.join(", ", reasons), null, "");
  }
}
