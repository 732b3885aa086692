package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.Finalizers;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a look at a workload is about, case by case. */
class WorkloadPhaseTest {

  /** A template is held by one finalizer, a zone of another cluster by one of its own. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "before the first pass,               lives,   served,   '',              none,  ARRIVAL",
    "read as it is,                       lives,   served,   '',              u@3,   DELIVERY",
    "edited since it was read,            lives,   served,   '',              u@2,   ARRIVAL",
    "another one of its name was read,    lives,   served,   '',              v@3,   ARRIVAL",
    "finalizers change nothing of it,     lives,   served,   'template zone', u@3,   DELIVERY",
    "looked at where nothing may change,  lives,   unserved, 'zone',          u@3,   DELIVERY",
    "deleted and nothing holds it,        deleted, served,   '',              u@3,   REMOVAL",
    "deleted and only others hold it,     deleted, served,   'theirs',        u@3,   REMOVAL",
    "deleted and its template waits,      deleted, served,   'template',      u@3,   RESTORATION",
    "deleted and a zone may have it,      deleted, served,   'zone',          u@3,   REMOVAL",
    "the template comes before the zone,  deleted, served,   'zone template', u@3,   RESTORATION",
    "deleted before the first pass,       deleted, served,   'zone',          none,  REMOVAL",
    "deleted and its template may not,    deleted, unserved, 'template',      u@3,   STANDSTILL",
    "deleted and its zone may not,        deleted, unserved, 'zone',          none,  STANDSTILL",
    "deleted there and nothing holds it,  deleted, unserved, 'theirs',        u@3,   END",
    "gone,                                gone,    served,   'zone',          u@3,   END",
    "gone where nothing may change,       gone,    unserved, 'template',      none,  END",
  })
  void lookIsAbout(
      String what, String life, String served, String held, String read, WorkloadPhase phase) {
    assertEquals(
        phase,
        WorkloadPhase.of(
            workload(!life.equals("lives"), held),
            life.equals("gone"),
            served.equals("served"),
            read.equals("none")
                ? null
                : new Snapshot.Seen(
                    read.substring(0, 1), Long.parseLong(read.substring(read.length() - 1)))));
  }

  private static BleuWorkload workload(boolean deleted, String held) {
    List<String> finalizers = new ArrayList<>();
    if (held.contains("template")) {
      finalizers.add(Finalizers.RESTORE);
    }
    if (held.contains("zone")) {
      finalizers.add(HeldZones.finalizer("far", "their-uid"));
    }
    if (held.contains("theirs")) {
      finalizers.add("example.org/theirs");
    }
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(
        new ObjectMetaBuilder()
            .withName("web")
            .withUid("u")
            .withGeneration(3L)
            .withDeletionTimestamp(deleted ? "2026-11-28T12:00:00Z" : null)
            .withFinalizers(finalizers)
            .build());
    return workload;
  }
}
