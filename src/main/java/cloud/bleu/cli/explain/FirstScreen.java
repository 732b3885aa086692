package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.cli.terminal.Terminal;
import cloud.bleu.credential.TextBeginning;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The answer of an explanation in as many lines as a terminal shows at once: whether it is placed,
 * why not, what to change. What comes first has the room; what follows is cut.
 *
 * @param headline how many replicas are placed
 * @param reason why others are not; empty if all are
 * @param changes with each of which it would be placed
 * @param where it runs and what it survives
 * @param sections the rest, the most important first
 * @param last where to read on
 * @param more that so many items are left out
 */
public record FirstScreen(
    String headline,
    String reason,
    List<String> changes,
    String where,
    List<Section> sections,
    String last,
    IntFunction<String> more) {

  /** A terminal has 24 lines; one is the prompt. */
  static final int LINES = 23;

  private static final int HEADLINE = 3;
  private static final int REASON = 5;
  private static final int CHANGES = 3;
  private static final int CHANGE = 2;
  private static final int WHERE = 3;

  /**
   * Items under a heading.
   *
   * @param most items that are shown
   * @param lines that one item may take
   */
  public record Section(String heading, List<String> items, int most, int lines) {}

  /** The lines of the screen, at most {@link #LINES}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    String end = Table.wrapped(last, 2);
    int room = LINES - count(end) - 1;
    room -= add(text, clipped(headline, 2, HEADLINE));
    if (!reason.isEmpty()) {
      room -= add(text, clipped("  " + reason, 4, REASON));
    }
    for (String change : changes.subList(0, Math.min(CHANGES, changes.size()))) {
      room -= add(text, clipped("  " + change, 4, CHANGE));
    }
    if (changes.size() > CHANGES) {
      room -= add(text, "  " + more.apply(changes.size() - CHANGES) + "\n");
    }
    if (!where.isEmpty()) {
      room -= add(text, clipped("  " + where, 4, WHERE));
    }
    for (Section section : sections) {
      room -= add(text, section(section, room));
    }
    return text.append('\n').append(end).toString();
  }

  /** As much of a section as there is room for; empty if not even one item has any. */
  private String section(Section section, int room) {
    StringBuilder text = new StringBuilder();
    int left = room - 1;
    int shown = 0;
    for (String item : section.items()) {
      boolean lastOne = shown + 1 == section.items().size();
      // The line that counts the others needs its room too.
      int lines = Math.min(section.lines(), left - (lastOne ? 0 : 1));
      if (shown == section.most() || lines < 1) {
        break;
      }
      left -= add(text, clipped("  " + item, 4, lines));
      shown++;
    }
    if (shown == 0) {
      return "";
    }
    int others = section.items().size() - shown;
    return section.heading() + "\n" + text + (others == 0 ? "" : "  " + more.apply(others) + "\n");
  }

  private static int add(StringBuilder text, String lines) {
    text.append(lines);
    return count(lines);
  }

  private static int count(String lines) {
    return (int) lines.lines().count();
  }

  /** A paragraph of so many lines at most; the last one says that it is cut. */
  private static String clipped(String paragraph, int indent, int most) {
    List<String> lines = Table.wrapped(paragraph, indent).lines().toList();
    if (lines.size() <= most) {
      return String.join("\n", lines) + "\n";
    }
    String cut = lines.get(most - 1);
    int longest = Terminal.prose() - 2;
    String end =
        (cut.length() > longest ? TextBeginning.of(cut, longest).stripTrailing() : cut) + " …";
    return String.join("\n", lines.subList(0, most - 1)) + (most > 1 ? "\n" : "") + end + "\n";
  }
}
