package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.WriteAttempts;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes WorkloadPlacements from committed entries. Never writes an older decision over a newer
 * one: each write names the version that it is about, and compares sequences first. That is the
 * version that a watch has, where this is of an earlier decision. Whatever else there may be is
 * read from the server, and so is what the server has a newer version of.
 *
 * <p>No owner is named: a WorkloadPlacement is the record that something is decided, and stays
 * until the entry that withdraws it is committed, also while no operator runs.
 */
public final class PlacementWriter implements PlacementWrites {

  private static final String KIND = HasMetadata.getKind(WorkloadPlacement.class);

  private final KubernetesClient client;
  private final ManagedWrites writes;
  private final Predicate<String> served;
  private final Function<WorkloadId, @Nullable WorkloadPlacement> watched;

  /** One that looks at each placement before it writes. */
  public PlacementWriter(KubernetesClient client, Predicate<String> served) {
    this(client, served, id -> null);
  }

  /**
   * @param served whether objects may be written in a namespace; in another it is looked at most
   *     whether there is anything to write
   * @param watched what a watch has of the placement of a workload, which may be old; null: nothing
   */
  public PlacementWriter(
      KubernetesClient client,
      Predicate<String> served,
      Function<WorkloadId, @Nullable WorkloadPlacement> watched) {
    this.client = client;
    this.served = served;
    this.watched = watched;
    this.writes = new ManagedWrites(client, "bleu-placement");
  }

  List<WorkloadPlacement> list() {
    return client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems();
  }

  @Override
  public @Nullable Refusal carryOut(Entry entry, RecentMoves recent, boolean first) {
    WorkloadId id = Entries.id(entry);
    return WriteAttempts.of(
        KIND,
        number -> {
          if (number > 1 || entry.cause().equals(Entries.WITHDRAWN) || notServed(id) != null) {
            return write(id, entry, recent);
          }
          if (first) {
            return create(id, Entries.spec(entry), recent);
          }
          WorkloadPlacement before = before(id, entry);
          return before == null
              ? write(id, entry, recent)
              : update(before, Entries.spec(entry), recent);
        });
  }

  /**
   * What the watch has of the placement that an entry changes, if that is of an earlier decision
   * about the same workload. Null where it has to be looked at first.
   */
  private @Nullable WorkloadPlacement before(WorkloadId id, Entry entry) {
    WorkloadPlacement seen = watched.apply(id);
    return seen != null
            && uid(seen).equals(entry.workload().uid())
            && Entries.sequence(seen.getSpec()) < entry.sequence()
        ? seen
        : null;
  }

  /**
   * Asks whether the server would take what a change decides. Nothing is written.
   *
   * @return what refuses it, null when nothing does
   * @throws KubernetesClientException when nobody knows
   */
  @Nullable Refusal ask(ProposedDecision change) {
    return WriteAttempts.of(
        KIND,
        number -> {
          Refusal refusal = notServed(change.id());
          if (refusal != null) {
            return refusal;
          }
          WorkloadPlacement live = read(change.id());
          WorkloadPlacement next = new WorkloadPlacement();
          next.setMetadata(
              live == null
                  ? new ObjectMetaBuilder()
                      .withNamespace(change.id().namespace())
                      .withName(change.id().name())
                      .build()
                  : new ObjectMetaBuilder(live.getMetadata()).build());
          next.setSpec(
              new WorkloadPlacementSpec(
                  new WorkloadPlacementSpec.WorkloadRef(change.id().name(), change.uid()),
                  change.assignments(),
                  List.of(),
                  change.evacuation(),
                  change.formerOrdinals(),
                  new WorkloadPlacementSpec.Decision(
                      1 + (live == null ? 0 : Entries.sequence(live.getSpec())), change.digest())));
          try {
            return writes.ask(next);
          } catch (KubernetesClientException e) {
            // And the workload with it: then there is nothing to write.
            if (live != null || !NamespaceGone.says(e)) {
              throw e;
            }
          }
          return null;
        });
  }

  private @Nullable Refusal write(WorkloadId id, Entry entry, RecentMoves recent) {
    WorkloadPlacement live = read(id);
    boolean withdrawn = entry.cause().equals(Entries.WITHDRAWN);
    boolean same = live != null && uid(live).equals(entry.workload().uid());
    boolean done = withdrawn ? !same : live != null && same && isWritten(entry, live.getSpec());
    Refusal refusal = done ? null : notServed(id);
    if (done || refusal != null) {
      return refusal;
    }
    if (live != null && (withdrawn || !same)) {
      // Of this workload, which is gone; or of one of the same name that is.
      delete(live);
      live = null;
    }
    if (withdrawn) {
      return null;
    }
    return live == null
        ? create(id, Entries.spec(entry), recent)
        : update(live, Entries.spec(entry), recent);
  }

  /**
   * Whether a placement says what an entry decides, or is of a later one. Of the same one it may be
   * written otherwise than it was sent, see {@link ManagedWrites#differing}.
   */
  private static boolean isWritten(Entry entry, @Nullable WorkloadPlacementSpec live) {
    long there = Entries.sequence(live);
    return there > entry.sequence()
        || there == entry.sequence() && Entries.spec(entry).equals(live);
  }

  /** Why nothing is written in the namespace of a workload; null where it may be. */
  private @Nullable Refusal notServed(WorkloadId id) {
    return served.test(id.namespace()) ? null : Refusal.notServed(id.namespace());
  }

  @Override
  public Restored restore(WorkloadId id, DecisionInForce inForce) {
    boolean[] written = new boolean[1];
    Refusal refusal =
        WriteAttempts.of(
            KIND,
            number -> {
              WorkloadPlacement live = read(id);
              boolean due =
                  live == null ? exists(id, inForce.uid()) : !inForce.spec().equals(live.getSpec());
              Refusal shut = due ? notServed(id) : null;
              written[0] = due && shut == null;
              if (!written[0]) {
                return shut;
              }
              return live == null
                  ? create(id, inForce.spec(), inForce.recent())
                  : update(live, inForce.spec(), inForce.recent());
            });
    return new Restored(refusal == null && written[0], refusal);
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

  private @Nullable Refusal create(WorkloadId id, WorkloadPlacementSpec spec, RecentMoves recent) {
    WorkloadPlacement wp = new WorkloadPlacement();
    ObjectMeta meta =
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build();
    annotate(meta, recent);
    wp.setMetadata(meta);
    wp.setSpec(spec);
    try {
      return ManagedWrites.differing(wp, writes.create(wp));
    } catch (KubernetesClientException e) {
      // And the workload with it.
      if (!NamespaceGone.says(e)) {
        throw e;
      }
      return null;
    }
  }

  private @Nullable Refusal update(
      WorkloadPlacement live, WorkloadPlacementSpec spec, RecentMoves recent) {
    WorkloadPlacement next = new WorkloadPlacement();
    // Without status and notes of writers: the server keeps its own, and a watch may have others.
    next.setMetadata(
        new ObjectMetaBuilder(live.getMetadata()).withManagedFields(List.of()).build());
    annotate(next.getMetadata(), recent);
    next.setSpec(spec);
    return ManagedWrites.differing(next, writes.update(next));
  }

  private void delete(WorkloadPlacement live) {
    try {
      client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
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

  private static String uid(WorkloadPlacement wp) {
    String uid = Entries.uid(wp.getSpec());
    return uid == null ? "" : uid;
  }
}
