package cloud.bleu.report.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** What every page has: a template, the style, and what a browser may do with it. */
public final class StaticPage {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, StaticPage.class.getClassLoader(), "bleu.template");

  private StaticPage() {}

  /**
   * The text of a page.
   *
   * @param template its file in {@code src/main/jte}
   * @param view what the template takes
   */
  public static String text(String template, Object view) {
    StringOutput out = new StringOutput();
    TEMPLATES.render(template, view, out);
    return out.toString();
  }

  /** The style of every page. */
  public static String style() {
    return Resources.text("page.css");
  }

  /**
   * The Content-Security-Policy of a page that has a style and no script.
   *
   * @param style the whole text of it
   */
  public static String policy(String style) {
    return ContentPolicy.of(style);
  }
}
