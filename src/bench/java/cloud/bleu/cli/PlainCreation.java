package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the API server does by itself: WorkloadPlacements like those of an operator, created over as
 * many connections. Decisions by the second are set against it.
 */
final class PlainCreation {

  /** As many as the ledger has writes under way. */
  static final int CONNECTIONS = 16;

  /** Of one namespace the ledger has half as many under way. */
  static final int NAMESPACES = 4;

  private PlainCreation() {}

  /** Plain creations of WorkloadPlacements by the second. */
  static double speed(KubernetesClient client, String name, int count) throws Exception {
    List<String> namespaces = namespaces(client, "plain-" + name);
    ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<WorkloadPlacement> placements = new ArrayList<>();
      for (ProposedDecision change : changes(namespaces, "p", count)) {
        WorkloadPlacement placement = new WorkloadPlacement();
        placement.setMetadata(
            new ObjectMetaBuilder()
                .withNamespace(change.id().namespace())
                .withName(change.id().name())
                .build());
        placement.setSpec(
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef(change.id().name(), change.uid()),
                change.assignments(),
                change.evacuation(),
                new WorkloadPlacementSpec.Decision(1L, change.digest())));
        placements.add(placement);
      }
      long began = System.nanoTime();
      List<Future<?>> created = new ArrayList<>();
      for (WorkloadPlacement placement : placements) {
        created.add(connections.submit(() -> client.resource(placement).create()));
      }
      for (Future<?> each : created) {
        each.get();
      }
      return count / seconds(began);
    } finally {
      connections.shutdownNow();
    }
  }

  static String ratio(double decisions, double before, double after) {
    return "%.0f %% of the %.0f plain creations a second of the API server (%.0f before, %.0f after, %d connections)"
        .formatted(
            100 * decisions / ((before + after) / 2),
            (before + after) / 2,
            before,
            after,
            CONNECTIONS);
  }

  static List<String> namespaces(KubernetesClient client, String name) {
    List<String> namespaces = new ArrayList<>();
    for (int i = 0; i < NAMESPACES; i++) {
      namespaces.add(namespace(client, name + "-" + i));
    }
    return namespaces;
  }

  static List<ProposedDecision> changes(List<String> namespaces, String prefix, int count) {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      WorkloadId id = new WorkloadId(namespaces.get(i % namespaces.size()), prefix + "-" + i);
      changes.add(
          new ProposedDecision(
              id,
              "uid-" + id.name(),
              "sha256:" + "0".repeat(64),
              null,
              "InputChanged",
              List.of(
                  new Assignment("zone-1", 1, null, null),
                  new Assignment("zone-2", 1, null, null),
                  new Assignment("zone-3", 1, null, null)),
              List.of(),
              0,
              true,
              0,
              List.of()));
    }
    return changes;
  }

  private static String namespace(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** Since a time of {@link System#nanoTime()}. */
  static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
