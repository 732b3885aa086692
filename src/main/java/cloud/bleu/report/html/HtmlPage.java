package cloud.bleu.report.html;

import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageSentences;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * The page of an estate as one file of HTML: no script is needed to read it, and nothing is asked
 * of anybody. The same page gives the same bytes.
 */
public final class HtmlPage {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, HtmlPage.class.getClassLoader(), "bleu.template");

  private HtmlPage() {}

  /** The text of the file. */
  public static String of(Page page, PageSentences sentences) {
    StringOutput out = new StringOutput();
    TEMPLATES.render("page.jte", new PageView(page, sentences), out);
    return out.toString();
  }
}
