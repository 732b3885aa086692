package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.LeftOutObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who reads a page that is made for one reader: a finding, reason, fact or waiver in which the name
 * of a namespace stands as a word that this reader may not see is left out. Case makes no
 * difference.
 */
public final class PageReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?");

  /** One who may see everything, as who reads with rights of their own. */
  public static final PageReader OF_EVERYTHING = new PageReader(PageAccess.WHOLE, Set.of());

  private final PageAccess access;
  private final Set<String> hidden = new TreeSet<>();

  /**
   * One reader.
   *
   * @param known every namespace whose name can be in what the page is made from
   */
  public PageReader(PageAccess access, Set<String> known) {
    this.access = access;
    known.stream().filter(name -> !access.shows(name)).forEach(hidden::add);
  }

  /** What this reader may list. */
  public PageAccess access() {
    return access;
  }

  /** Whether this reader may see everything: what concerns no workload is of nobody else then. */
  boolean seesEverything() {
    return access.equals(PageAccess.WHOLE);
  }

  /**
   * Of what cannot be used as written, what this reader may list; without the message where it
   * names a namespace that is hidden.
   */
  public List<LeftOutObject> shown(List<LeftOutObject> leftOut) {
    return leftOut.stream()
        .filter(access::shows)
        .map(
            one ->
                new LeftOutObject(
                    one.kind(), one.namespace(), one.name(), one.path(), shown(one.message())))
        .toList();
  }

  /** The text; empty where it names a namespace that is hidden. */
  String shown(String text) {
    if (!hidden.isEmpty()) {
      Matcher names = NAME.matcher(text.toLowerCase(Locale.ROOT));
      while (names.find()) {
        if (hidden.contains(names.group())) {
          return "";
        }
      }
    }
    return text;
  }
}
