package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.PassCount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first lines of the page: is everything placed, what is survived, what is the next date. */
final class HeadlineText {
  private final PageSentences sentences;
  private final Page.Summary summary;
  private final PassCount passes;

  HeadlineText(PageSentences sentences, Page.Summary summary, PassCount passes) {
    this.sentences = sentences;
    this.summary = summary;
    this.passes = passes;
  }

  /**
   * In words.
   *
   * @param zones that are known
   * @param next null when nothing changes
   * @param days that were looked ahead
   */
  Page.Headline text(int zones, @Nullable PageDate next, int days) {
    return new Page.Headline(
        placed(zones), breaches(), besides(), passes(), survives(), next(next, days));
  }

  private String placed(int zones) {
    if (summary.workloads() == 0) {
      return sentences.said(zones == 0 ? "headline.nothing" : "headline.empty", "zones", zones);
    }
    if (summary.placed() < summary.workloads()) {
      return sentences.said(
          summary.placed() == 0 ? "headline.none" : "headline.some",
          "placed",
          summary.placed(),
          "workloads",
          summary.workloads(),
          "missing",
          summary.missing());
    }
    return sentences.said(
        summary.workloads() == 1 ? "headline.one" : "headline.all",
        "workloads",
        summary.workloads(),
        "replicas",
        summary.replicas());
  }

  private String breaches() {
    if (summary.workloads() == 0) {
      return "";
    }
    List<String> said = new ArrayList<>();
    if (summary.inBreach() > 0) {
      said.add(sentences.said("headline.breach", "workloads", summary.inBreach()));
    }
    if (summary.unsigned() > 0) {
      said.add(sentences.said("headline.unsigned", "workloads", summary.unsigned()));
    }
    return said.isEmpty() ? sentences.said("headline.noBreach") : String.join(" ", said);
  }

  /** {@code 1 runs under a waiver, 5 run with a warning.} */
  private String besides() {
    List<String> said = new ArrayList<>();
    add(said, "headline.countersigned", summary.breakGlass() - summary.unsigned());
    add(said, "headline.waived", summary.waived());
    add(said, "headline.warned", summary.warned());
    return said.isEmpty() ? "" : String.join(", ", said) + ".";
  }

  /** {@code 5 of 6 pass every enforced rule; for 2 of these a fact is an assumption or press.} */
  private String passes() {
    return passes.asked() == 0
        ? ""
        : sentences.said(
            passes.weak() > 0
                ? "headline.passesWeakly"
                : passes.passing() > 0 ? "headline.passes" : "headline.passesNone",
            "asked",
            passes.asked(),
            "passing",
            passes.passing(),
            "weak",
            passes.weak());
  }

  private void add(List<String> said, String key, int workloads) {
    if (workloads > 0) {
      said.add(sentences.said(key, "workloads", workloads));
    }
  }

  /**
   * {@code After the loss of any one zone or site, all run on as they ask, with one replica at
   * least; after that of any one region, 5.}
   */
  private String survives() {
    if (summary.workloads() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    List<Page.Survival> rest = new ArrayList<>(summary.survives());
    int assumed = 0;
    while (!rest.isEmpty()) {
      int workloads = rest.get(0).workloads();
      List<String> scopes = new ArrayList<>();
      while (!rest.isEmpty() && rest.get(0).workloads() == workloads) {
        Page.Survival survival = rest.remove(0);
        assumed = Math.max(assumed, survival.assumed());
        scopes.add(sentences.said("scope." + survival.scope()));
      }
      String whose = workloads == 0 ? "none" : workloads == summary.workloads() ? "all" : "some";
      text.append(text.isEmpty() ? "" : sentences.said("survive.between"))
          .append(
              sentences.said(
                  (text.isEmpty() ? "survive.first." : "survive.next.") + whose,
                  "workloads",
                  workloads,
                  "scopes",
                  scopes));
    }
    text.append('.');
    if (assumed > 0) {
      text.append(' ').append(sentences.said("survive.assumed", "workloads", assumed));
    }
    return text.toString();
  }

  private String next(@Nullable PageDate next, int days) {
    return next == null
        ? sentences.said("headline.noDate", "days", days)
        : sentences.said("headline.next", "day", next.day(), "text", next.text());
  }
}
