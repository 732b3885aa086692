package cloud.bleu.report.html;

import cloud.bleu.report.page.PageLoss;
import cloud.bleu.report.page.PageWorkload;
import cloud.bleu.report.page.PageZone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is lost and what that does, in words. */
public final class LossText {
  /** Workloads that one sentence names; JSON has all. */
  private static final int MOST_NAMES = 12;

  private final PageView view;

  LossText(PageView view) {
    this.view = view;
  }

  /** The losses of each scope, in their order. */
  public Map<String, List<PageLoss>> groups() {
    return view.page().losses().stream()
        .collect(Collectors.groupingBy(PageLoss::scope, LinkedHashMap::new, Collectors.toList()));
  }

  /** What the losses of a scope are called together: {@code Zones}. */
  public String group(String scope) {
    return scope.contains("/")
        ? view.said("group.hazard", "key", scope.substring(scope.indexOf('/') + 1))
        : view.word("group." + scope);
  }

  /** Those that do something to a workload. */
  public List<PageLoss> concerning(List<PageLoss> losses) {
    return losses.stream().filter(l -> !l.effects().isEmpty()).toList();
  }

  /** The others. */
  public List<PageLoss> idle(List<PageLoss> losses) {
    return losses.stream().filter(l -> l.effects().isEmpty()).toList();
  }

  /** {@code zone ct-az05}; a hazard with its key. */
  public String name(PageLoss loss) {
    return scope(loss.scope()) + " " + loss.value();
  }

  /** The word for a scope in running text; a hazard with its key. */
  public String scope(String scope) {
    return scope.contains("/")
        ? view.said("scope.hazard", "key", scope.substring(scope.indexOf('/') + 1))
        : view.word("scope." + scope);
  }

  /** {@code region south}; a dash for none. */
  public String event(PageZone.@Nullable Event event) {
    return event == null ? "–" : scope(event.scope()) + " " + event.value();
  }

  /** {@code 1 zone, any 1 site (assumed)}; a dash for none. */
  public String tolerates(List<PageWorkload.Tolerance> all) {
    return all.isEmpty()
        ? "–"
        : all.stream()
            .map(
                t ->
                    t.count()
                        + " "
                        + scope(t.scope())
                        + (t.assumed() ? " (" + view.word("assumedShort") + ")" : ""))
            .collect(Collectors.joining(", "));
  }

  /** {@code 5 of 6} of each scope. */
  public String survives(PageLoss loss) {
    return loss.survives().stream()
        .map(
            s ->
                view.said(
                    "loss.survive",
                    "scope",
                    scope(s.scope()),
                    "workloads",
                    s.workloads(),
                    "all",
                    view.page().summary().workloads()))
        .collect(Collectors.joining(view.word("between")));
  }

  /**
   * What becomes of the workloads while nobody reports a loss: for each sentence who it is about,
   * with the replicas.
   */
  public Map<String, String> unreported(PageLoss loss) {
    Map<String, Map<String, Integer>> told = new TreeMap<>();
    for (PageLoss.Unreported one : loss.unreported()) {
      if (one.moves() > 0) {
        add(told, one.how(), one, one.moves());
      }
      one.waits().forEach(wait -> add(told, wait.why(), one, wait.replicas()));
    }
    Map<String, String> lines = new TreeMap<>();
    told.forEach((sentence, who) -> lines.put(sentence, named(who)));
    return lines;
  }

  private static void add(
      Map<String, Map<String, Integer>> told, String sentence, PageLoss.Unreported one, int count) {
    told.computeIfAbsent(sentence, s -> new TreeMap<>()).merge(one.title(), count, Integer::sum);
  }

  private String named(Map<String, Integer> who) {
    String names =
        who.entrySet().stream()
            .limit(MOST_NAMES)
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    return who.size() <= MOST_NAMES
        ? names
        : view.said("more", "names", names, "count", who.size() - MOST_NAMES);
  }

  /** {@code ct-az06 3 → 5, ct-az07 3 → 4}. */
  public String changes(List<PageLoss.Change> changes) {
    return changes.stream()
        .map(c -> c.zone() + " " + c.before() + " → " + c.after())
        .collect(Collectors.joining(", "));
  }
}
