package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.standing.ZoneCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the zones of an explanation: site and region where they are seen, and the cluster
 * where one of them is in another one.
 */
public final class ZoneColumns {

  /** A heading that is one word in every language. */
  private static final String CLUSTER = "CLUSTER";

  private ZoneColumns() {}

  /** A table without rows. The last five are the headings of all columns but the cluster. */
  public static Table table(
      ExplainedDecision explained,
      String zone,
      String replicas,
      String site,
      String region,
      String answer) {
    List<String> headings = new ArrayList<>(List.of(zone, replicas));
    if (explained.seesZones()) {
      headings.addAll(List.of(site, region));
    }
    if (explained.spansClusters()) {
      headings.add(CLUSTER);
    }
    headings.add(answer);
    return new Table(headings.toArray(String[]::new));
  }

  /**
   * The row of a zone.
   *
   * @param replicas that are in it, or what stands for none
   */
  public static Object[] cells(
      ExplainedDecision explained,
      ExplainedDecision.ZoneLine zone,
      Object replicas,
      String answer) {
    List<Object> cells = new ArrayList<>(List.of(zone.name(), replicas));
    if (explained.seesZones()) {
      cells.addAll(List.of(String.valueOf(zone.site()), String.valueOf(zone.region())));
    }
    if (explained.spansClusters()) {
      ZoneCluster cluster = zone.cluster();
      cells.add(cluster == null ? "-" : cluster.text());
    }
    cells.add(answer);
    return cells.toArray();
  }
}
