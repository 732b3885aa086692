package cloud.bleu.delivery.cluster;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Zones that are nodes of one cluster, be it this one or another. Each holds one Deployment or
 * StatefulSet of a workload, in the namespace of the workload; its node selector leads to the zone.
 * Every call waits for the server of that cluster, so only the target of this cluster may call it
 * on the thread that it is asked on.
 */
public final class ClusterZoneDelivery implements ZoneTarget {

  private final ClusterWriter writer;
  private final Supplier<? extends ClusterObjects> objects;
  private final Ownership ownership;
  private final UndoneEdits edits;
  private final AppliedManifests applied = new AppliedManifests();

  /**
   * @param writer of the cluster that they are in
   * @param objects of that cluster; asked only once there is something to deliver
   * @param ownership what objects of a workload are known by there
   * @param edits is told of what others changed and is as decided again
   */
  public ClusterZoneDelivery(
      ClusterWriter writer,
      Supplier<? extends ClusterObjects> objects,
      Ownership ownership,
      UndoneEdits edits) {
    this.edits = edits;
    this.writer = writer;
    this.objects = objects;
    this.ownership = ownership;
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    String name = workload.getMetadata().getName();
    List<ZoneObservation> ours = new ArrayList<>();
    List<ZoneObservation> ending = new ArrayList<>();
    Map<String, DeliveryProblem> others = new HashMap<>();
    for (HasMetadata object : candidates(workload, zones)) {
      if (!ownership.owns(workload, object)) {
        others.put(
            key(object.getKind(), object.getMetadata().getName()), conflict(workload, object));
        continue;
      }
      ZoneObservation seen = ChildStatus.of(name, object);
      boolean asked = zones.contains(seen.zone()) && !seen.surplus();
      if (asked || !EngineMarks.areOn(object)) {
        (object.getMetadata().getDeletionTimestamp() == null ? ours : ending).add(seen);
      }
    }
    String kind =
        workload.getSpec().workload().statefulSet() == null ? "Deployment" : "StatefulSet";
    Map<String, DeliveryProblem> obstacles = new HashMap<>();
    for (String zone : zones) {
      String child = ChildName.of(name, zone);
      DeliveryProblem obstacle = others.get(key(kind, child));
      if (obstacle != null) {
        obstacles.put(zone, obstacle);
      }
    }
    return new TargetObservation(ours, obstacles, Map.of(), ending);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return applied.holds(manifest, seen.template(), seen.object());
  }

  /** Whatever refuses a template here is said against it, so that it reaches no zone. */
  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    Refusal refusal = refusal(workload, manifest);
    if (refusal == null) {
      return Acceptance.TAKEN;
    }
    return Acceptance.refused(
        refusal.source() == Refusal.Source.Schema || refusal.source() == Refusal.Source.Undeclared
            ? wrong(refusal)
            : ownership.of(
                refusal,
                DeliveryProblem.passing(
                    DeliveryProblem.REJECTED, "the pod template: " + refusal.sentence())));
  }

  /**
   * What would refuse a manifest here: {@code DeliveryProblem.REJECTED} where its template is
   * wrong; what else refuses it concerns its zone alone, as does a field that only this server does
   * not have. Null when it would be taken.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public @Nullable DeliveryProblem trial(BleuWorkload workload, ZoneManifest manifest) {
    Refusal refusal = refusal(workload, manifest);
    if (refusal == null) {
      return null;
    }
    return refusal.source() == Refusal.Source.Schema
        ? wrong(refusal)
        : DeliveryProblem.passing(
            DeliveryProblem.REFUSED, "zone " + manifest.zone() + ": " + refusal.sentence());
  }

  private @Nullable Refusal refusal(BleuWorkload workload, ZoneManifest manifest) {
    try {
      writer.dryRun(asked(workload, manifest, manifest.replicas()));
      return null;
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        throw e;
      }
      return refusal;
    }
  }

  private static DeliveryProblem wrong(Refusal refusal) {
    return DeliveryProblem.forPerson(
        DeliveryProblem.REJECTED,
        "the API server would not take the pod template: " + refusal.words());
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    try {
      if (desired instanceof DecidedManifest decided) {
        return apply(workload, decided);
      }
      if (desired instanceof StandingManifest standing) {
        scale(workload, standing);
      } else if (desired instanceof Absence absence) {
        end(absence.seen().object());
      }
      return Ensured.WRITTEN;
    } catch (KubernetesClientException e) {
      return ClusterWriter.stale(e)
          ? Ensured.STALE
          : Ensured.refused(ownership.refused("zone " + desired.zone(), e));
    }
  }

  /** What its finalizers keep would keep its pods, if they did not go first. */
  private void end(HasMetadata object) {
    if (ownership.outlivesItsOwn()
        || isRecreated(object)
        || !object.getMetadata().getFinalizers().isEmpty()) {
      writer.deleteAfterItsOwn(object);
    } else {
      writer.delete(object);
    }
    applied.forget(object);
  }

  /** Whether its successors wait until its pods have ended. */
  private static boolean isRecreated(HasMetadata object) {
    return object instanceof Deployment d
        && RolloutSettings.of(d).replacement() == Replacement.RECREATE;
  }

  /** Forgets what was remembered of an object that is gone. */
  public void forget(String uid) {
    applied.forget(uid);
  }

  private void scale(BleuWorkload workload, StandingManifest standing) {
    HasMetadata seen = standing.seen().object();
    HasMetadata live = applied.isScaled(seen) ? writer.read(seen) : null;
    ForeignEdit edit = live == null ? null : ForeignEdit.scaled(live, standing.replicas());
    applied.scaled(writer.scale(seen, standing.replicas(), Map.of()));
    if (edit != null) {
      edits.undone(workload, edit);
    }
  }

  private Ensured apply(BleuWorkload workload, DecidedManifest decided) {
    ZoneManifest manifest = decided.manifest();
    ZoneObservation seen = decided.seen();
    HasMetadata asked = asked(workload, manifest, decided.replicas());
    if (seen == null) {
      applied.applied(manifest, writer.create(asked), null);
      return Ensured.WRITTEN;
    }
    DeliveryProblem kept = applied.kept(manifest, seen.object());
    if (kept != null && Replicas.of(seen.object()) == decided.replicas()) {
      return Ensured.refused(kept);
    }
    HasMetadata live = writer.read(asked);
    if (live == null) {
      return Ensured.STALE;
    }
    if (!ownership.owns(workload, live)) {
      return Ensured.refused(conflict(workload, live));
    }
    if (isAnother(live, seen.object())
        && decided.replicas() < ChildStatus.of("", live).replicas()) {
      // Of what has come since then nobody knows yet whether it is available.
      return Ensured.STALE;
    }
    return overwrite(workload, manifest, asked, live);
  }

  private Ensured overwrite(
      BleuWorkload workload, ZoneManifest manifest, HasMetadata asked, HasMetadata live) {
    HasMetadata result = writer.applyAlone(asked, live);
    DeliveryProblem kept = StandingEdit.of(manifest.zone(), result);
    applied.applied(manifest, result, kept);
    boolean isSame = manifest.template().equals(ChildStatus.of("", live).template());
    ForeignEdit edit = ForeignEdit.undone(asked, isSame, live, result);
    if (edit != null && isAnother(live, result)) {
      edits.undone(workload, edit);
    }
    if (kept != null) {
      return Ensured.refused(kept);
    }
    return isAnother(live, result) ? Ensured.WRITTEN : Ensured.UNCHANGED;
  }

  private static boolean isAnother(HasMetadata one, HasMetadata other) {
    return !one.getMetadata().getResourceVersion().equals(other.getMetadata().getResourceVersion());
  }

  /** The whole object as it is to be written. */
  private HasMetadata asked(BleuWorkload workload, ZoneManifest manifest, int replicas) {
    HasMetadata object = Serialization.clone(manifest.object());
    Replicas.set(object, replicas);
    ownership.claim(workload, object);
    return object;
  }

  /** What carries the label of the workload, or a name that one of its children has. */
  private List<HasMetadata> candidates(BleuWorkload workload, Set<String> zones) {
    String namespace = workload.getMetadata().getNamespace();
    String name = workload.getMetadata().getName();
    ClusterObjects there = objects.get();
    List<HasMetadata> candidates = new ArrayList<>();
    Set<String> known = new HashSet<>();
    there.children(namespace, name).forEach(o -> add(candidates, known, o));
    for (String zone : zones) {
      String child = ChildName.of(name, zone);
      add(candidates, known, there.deployment(namespace, child));
      add(candidates, known, there.statefulSet(namespace, child));
    }
    return candidates;
  }

  private static void add(
      List<HasMetadata> candidates, Set<String> known, @Nullable HasMetadata object) {
    if (object != null && known.add(key(object.getKind(), object.getMetadata().getName()))) {
      candidates.add(object);
    }
  }

  private static String key(String kind, String name) {
    return kind + "/" + name;
  }

  private DeliveryProblem conflict(BleuWorkload workload, HasMetadata object) {
    String otherHome = ownership.otherHome(workload, object);
    return otherHome != null
        ? ownership.ofAnotherHome(object, otherHome)
        : DeliveryProblem.forPerson(
            "NameConflict",
            object.getKind()
                + " "
                + object.getMetadata().getName()
                + " belongs to somebody else and is not touched: delete or rename it");
  }
}
