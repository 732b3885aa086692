package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted before its successor is there lacks, in whatever cluster that comes. */
@Tag("wiring")
class RunningPodsTest {

  @TempDir Path folder;

  @Test
  void countsWhatStandsWhenOneIsToBeDeleted() {
    RunningPods running = new RunningPods("web");
    try (CampaignCluster one = new CampaignCluster("one", folder, running);
        CampaignCluster other = new CampaignCluster("other", folder, running)) {
      running.in(List.of(one, other));
      creates(one, "web", "first");
      creates(other, "web", "second");
      creates(other, "rest", "else");
      running.asks(2);
      assertEquals(2, running.running());

      creates(one, "web", "successor");
      deletes(other, "second");
      deletes(other, "else");
      assertEquals(0, running.lacked(), "the successor was there");

      deletes(one, "first");
      creates(other, "web", "late");
      assertEquals(2, running.running());
      assertEquals(1, running.lacked(), "the successor came late");

      running.asks(2);
      assertEquals(0, running.lacked(), "counted anew");
    }
  }

  private static void creates(CampaignCluster where, String workload, String name) {
    where
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(CampaignCluster.NAMESPACE)
                .addToLabels("placement.bleu.cloud/workload", workload)
                .endMetadata()
                .build())
        .create();
  }

  private static void deletes(CampaignCluster where, String name) {
    where.client().pods().inNamespace(CampaignCluster.NAMESPACE).withName(name).delete();
  }
}
