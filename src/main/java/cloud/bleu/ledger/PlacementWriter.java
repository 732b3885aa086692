package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes WorkloadPlacements from committed entries. Never writes an older decision over a newer
 * one: each write names the version it read, and compares sequences first.
 *
 * <p>No owner is named: a WorkloadPlacement is the record that something is decided, and stays
 * until the entry that withdraws it is committed, also while no operator runs.
 */
final class PlacementWriter {

  private static final int ATTEMPTS = 4;

  private final KubernetesClient client;
  private final ManagedWrites writes;

  PlacementWriter(KubernetesClient client) {
    this.client = client;
    this.writes = new ManagedWrites(client, "bleu-placement");
  }

  List<WorkloadPlacement> list() {
    return client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems();
  }

  /**
   * Writes what an entry decides.
   *
   * @param first whether there is most likely no placement of the workload yet, so that it is
   *     written without a look; what is there all the same is found then
   * @return whether it is written, or there is nothing to write it for; false: worth trying again
   */
  boolean carryOut(Entry entry, RecentMoves recent, boolean first) {
    if (first
        && !entry.cause().equals(Entries.WITHDRAWN)
        && carryOutNew(id(entry), entry, recent)) {
      return true;
    }
    // The status of the same object is written by somebody else: that alone is no reason to wait.
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt(entry, recent)) {
        return true;
      }
    }
    return false;
  }

  private boolean attempt(Entry entry, RecentMoves recent) {
    WorkloadId id = id(entry);
    WorkloadPlacement live = read(id);
    boolean withdrawn = entry.cause().equals(Entries.WITHDRAWN);
    if (live == null) {
      return withdrawn || carryOutNew(id, entry, recent);
    }
    boolean same = uid(live).equals(entry.workload().uid());
    if (withdrawn) {
      return !same || delete(live);
    }
    if (!same) {
      // Of a workload of the same name that is gone.
      return delete(live) && carryOutNew(id, entry, recent);
    }
    return Entries.sequence(live.getSpec()) >= entry.sequence()
        || update(live, Entries.spec(entry), recent);
  }

  /**
   * Writes the decision in force over whatever is there.
   *
   * @return whether it was written: not when it was there already, nor for a workload that is gone
   */
  boolean restore(WorkloadId id, InForce inForce) {
    WorkloadPlacement live = read(id);
    if (live == null) {
      return exists(id, inForce.uid()) && create(id, inForce.spec(), inForce.recent());
    }
    return !inForce.spec().equals(live.getSpec()) && update(live, inForce.spec(), inForce.recent());
  }

  private boolean carryOutNew(WorkloadId id, Entry entry, RecentMoves recent) {
    return create(id, Entries.spec(entry), recent);
  }

  /**
   * Whether the server still has the workload. Asked as a list of one: the operator may list them
   * and not get them, and its cache may lag behind.
   */
  private boolean exists(WorkloadId id, String uid) {
    return client
        .resources(BleuWorkload.class)
        .inNamespace(id.namespace())
        .withField("metadata.name", id.name())
        .list()
        .getItems()
        .stream()
        .anyMatch(w -> uid.equals(w.getMetadata().getUid()));
  }

  private boolean create(WorkloadId id, WorkloadPlacementSpec spec, RecentMoves recent) {
    WorkloadPlacement wp = new WorkloadPlacement();
    ObjectMeta meta =
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build();
    annotate(meta, recent);
    wp.setMetadata(meta);
    wp.setSpec(spec);
    try {
      writes.create(wp);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return false;
      }
      if (NamespaceGone.says(e)) {
        // And the workload with it.
        return true;
      }
      throw e;
    }
  }

  private boolean update(WorkloadPlacement live, WorkloadPlacementSpec spec, RecentMoves recent) {
    WorkloadPlacement next = new WorkloadPlacement();
    next.setMetadata(new ObjectMetaBuilder(live.getMetadata()).build());
    annotate(next.getMetadata(), recent);
    next.setSpec(spec);
    next.setStatus(live.getStatus());
    try {
      writes.update(next);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() == 404) {
        return false;
      }
      throw e;
    }
  }

  private boolean delete(WorkloadPlacement live) {
    try {
      client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return true;
      }
      if (e.getCode() == 409) {
        return false;
      }
      throw e;
    }
  }

  private @Nullable WorkloadPlacement read(WorkloadId id) {
    return client
        .resources(WorkloadPlacement.class)
        .inNamespace(id.namespace())
        .withName(id.name())
        .get();
  }

  private static void annotate(ObjectMeta meta, RecentMoves recent) {
    Map<String, String> annotations =
        meta.getAnnotations() == null ? new HashMap<>() : new HashMap<>(meta.getAnnotations());
    if (recent.moves().isEmpty()) {
      annotations.remove(RecentMoves.ANNOTATION);
    } else {
      annotations.put(RecentMoves.ANNOTATION, recent.text());
    }
    meta.setAnnotations(annotations);
  }

  private static WorkloadId id(Entry entry) {
    return new WorkloadId(entry.workload().namespace(), entry.workload().name());
  }

  private static String uid(WorkloadPlacement wp) {
    return wp.getSpec() == null || wp.getSpec().workloadRef().uid() == null
        ? ""
        : wp.getSpec().workloadRef().uid();
  }
}
