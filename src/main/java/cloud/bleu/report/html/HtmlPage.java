package cloud.bleu.report.html;

import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageSentences;
import cloud.bleu.report.page.PageTree;
import java.util.List;

/**
 * The page of an estate as one file of HTML: no script is needed to read it, and nothing is asked
 * of anybody. The same page gives the same bytes.
 */
public final class HtmlPage {
  private HtmlPage() {}

  /**
   * The text of the file.
   *
   * @param leftOut what the page is without
   */
  public static String of(Page page, PageSentences sentences, List<LeftOutObject> leftOut) {
    return text(new PageView(page, sentences, false, leftOut));
  }

  /**
   * The text for a server. The page follows the events at {@code events} beside its own address,
   * and says when there is a newer page. It asks nothing of any other server.
   *
   * @param leftOut what it is without; {@link PageTree#name(Page, List)} is its name
   */
  public static String live(Page page, PageSentences sentences, List<LeftOutObject> leftOut) {
    return text(new PageView(page, sentences, true, leftOut));
  }

  private static String text(PageView view) {
    return StaticPage.text("page.jte", view);
  }
}
