package cloud.bleu.report.html;

import cloud.bleu.report.page.PageCluster;
import cloud.bleu.report.page.PageWorkload;
import cloud.bleu.report.page.PageZone;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is said of clusters that are not the operator's own, and of what may run on there. */
public final class ClusterText {
  private final PageView view;

  ClusterText(PageView view) {
    this.view = view;
  }

  /** The zones that are in such a cluster. */
  public List<PageZone> zones() {
    return view.page().zones().stream().filter(zone -> zone.target() != null).toList();
  }

  /** The cluster of a zone, and by which way it is reached. */
  public String way(PageZone zone) {
    PageCluster.Target target = Objects.requireNonNull(zone.target());
    return view.said("cluster." + target.kind(), "name", target.name());
  }

  /** Whether the cluster of a zone answers, and why it does not. */
  public String reach(PageZone zone) {
    PageCluster.Reach reach = zone.reachable();
    return reach == null
        ? view.said("reach.Unknown", "reason", null)
        : view.said("reach." + reach.status(), "reason", reach.reason());
  }

  /** One sentence for each zone in which what a workload had may run on. */
  public List<String> mayRunOn(PageWorkload workload) {
    return workload.fences().stream()
        .flatMap(fence -> Stream.ofNullable(fence.mayRunOn()))
        .map(view::finding)
        .toList();
  }
}
