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
 * By which two wholes of a zone are the same: of one object, in one version, to the same end.
 *
 * @param whole null where nothing but replicas is another
 * @param replicas -1 where it goes
 * @param seen the object, in its version; empty where nothing stood
 */
record ZoneRequestKey(@Nullable Trial whole, int replicas, String seen) {

  /** By which two trials are the same: of one template, with the same companions beside it. */
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
