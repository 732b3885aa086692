package cloud.bleu.delivery.rollout;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates that targets would accept, asked once for each by a dry run. It is asked before the
 * first zone gets a template, so that a refused template reaches no zone.
 */
final class AcceptedTemplates {

  private final ZoneTarget target;

  /** The template that was taken last, by namespace/name of the workload and zone. */
  private final Map<String, Map<String, String>> accepted = new ConcurrentHashMap<>();

  AcceptedTemplates(ZoneTarget target) {
    this.target = target;
  }

  /**
   * What came of it.
   *
   * @param acceptance refused, with what is said against one template, under way while one of them
   *     is being asked, otherwise taken
   * @param untried zones that could not be asked
   */
  record Answers(Acceptance acceptance, Set<String> untried) {
    static Answers of(Acceptance acceptance) {
      return new Answers(acceptance, Set.of());
    }
  }

  /**
   * Asks about every zone that is not as desired yet, if one of those that are due is new.
   *
   * @param seen what stands there already
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  Answers asked(
      BleuWorkload workload,
      List<ZoneDesired> due,
      List<ZoneManifest> desired,
      List<ZoneObservation> seen) {
    Map<String, String> known =
        accepted.computeIfAbsent(
            key(workload.getMetadata().getNamespace(), workload.getMetadata().getName()),
            w -> new ConcurrentHashMap<>());
    boolean news =
        due.stream().anyMatch(d -> d instanceof DecidedManifest m && !isAmong(known, m.manifest()));
    if (!news) {
      return Answers.of(Acceptance.TAKEN);
    }
    List<ZoneManifest> taken = new ArrayList<>();
    Set<String> untried = new HashSet<>();
    boolean underWay = false;
    for (ZoneManifest manifest : desired) {
      if (isAmong(known, manifest) || stands(manifest, seen)) {
        continue;
      }
      Acceptance acceptance = target.dryRun(workload, manifest);
      if (acceptance.problem() != null) {
        return Answers.of(acceptance);
      }
      switch (acceptance.answer()) {
        case TAKEN -> taken.add(manifest);
        case NOT_ASKED -> untried.add(manifest.zone());
        default -> underWay = true;
      }
    }
    if (underWay) {
      return Answers.of(Acceptance.underWay(null));
    }
    // A zone that could not be asked is asked once it answers, before it is written.
    taken.forEach(manifest -> known.put(manifest.zone(), manifest.template()));
    return new Answers(Acceptance.TAKEN, untried);
  }

  /** Forgets what was asked for a workload that is gone. */
  void forget(String namespace, String name) {
    accepted.remove(key(namespace, name));
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static boolean stands(ZoneManifest manifest, List<ZoneObservation> seen) {
    return seen.stream()
        .anyMatch(
            o ->
                o.zone().equals(manifest.zone())
                    && !o.surplus()
                    && manifest.template().equals(o.template()));
  }

  private static boolean isAmong(Map<String, String> known, ZoneManifest manifest) {
    return manifest.template().equals(known.get(manifest.zone()));
  }
}
