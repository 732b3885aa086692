package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Key of a request to bring a zone to a state. Two requests with the same key ask for the same
 * write.
 *
 * @param whole the template and its companions; null where only the replicas change
 * @param replicas how many are asked; -1 where the object is to be deleted
 * @param seen the object in its version; empty where there was none
 */
record ZoneRequestKey(@Nullable Trial whole, int replicas, String seen) {

  /** Key of a dry run. Two dry runs with the same key try the same template and companions. */
  record Trial(String template, List<Companion> companions) {
    static Trial of(BleuWorkload workload, ZoneManifest manifest) {
      return new Trial(manifest.template(), MemberCompanions.companions(workload));
    }
  }

  static ZoneRequestKey of(BleuWorkload workload, ZoneDesired desired) {
    if (desired instanceof DecidedManifest decided) {
      return new ZoneRequestKey(
          Trial.of(workload, decided.manifest()), decided.replicas(), version(decided.seen()));
    }
    return desired instanceof StandingManifest standing
        ? new ZoneRequestKey(null, standing.replicas(), version(standing.seen()))
        : new ZoneRequestKey(null, -1, version(((ZoneDesired.Absence) desired).seen()));
  }

  private static String version(@Nullable ZoneObservation seen) {
    return seen == null
        ? ""
        : seen.object().getMetadata().getUid()
            + "/"
            + seen.object().getMetadata().getResourceVersion();
  }
}
