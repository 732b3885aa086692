package cloud.bleu.cli.whatif;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.cli.whatif.Consequences.When;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.ZoneCluster;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Replicas that would come to zones that are in other clusters. */
final class ClusterArrivals {
  private ClusterArrivals() {}

  /** A paragraph for each such zone, with what would come there; empty where nothing would. */
  static String text(WhatIfAnswer answer) {
    Map<String, List<String>> arrivals = new TreeMap<>();
    Consequences consequences = answer.consequences();
    for (WorkloadId id : consequences.workloads()) {
      Map<String, Integer> before = replicas(consequences.decision(When.BEFORE, id));
      replicas(consequences.decision(When.AFTER, id))
          .forEach(
              (zone, replicas) -> {
                int more = replicas - before.getOrDefault(zone, 0);
                if (more > 0 && answer.clusters().containsKey(zone)) {
                  arrivals
                      .computeIfAbsent(zone, z -> new ArrayList<>())
                      .add(id + " (" + more + ")");
                }
              });
    }
    StringBuilder text =
        new StringBuilder(arrivals.isEmpty() ? "" : "\nWould come to other clusters\n");
    answer
        .clusters()
        .forEach(
            (zone, cluster) -> {
              List<String> who = arrivals.get(zone);
              if (who != null) {
                text.append(
                    Table.wrapped(
                        "  zone " + zone + ", in " + where(cluster) + ": " + String.join(", ", who),
                        4));
              }
            });
    return text.toString();
  }

  private static Map<String, Integer> replicas(Decision decision) {
    return decision.assignments().stream()
        .collect(Collectors.toMap(Assignment::zone, Assignment::replicas, Integer::sum));
  }

  private static String where(ZoneCluster cluster) {
    Condition unreached = cluster.unreached();
    return unreached == null
        ? cluster.name()
        : cluster.name() + ", which is not reached (" + unreached.getReason() + ")";
  }
}
