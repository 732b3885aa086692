package cloud.bleu.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose children are left out, because the owner itself is read. */
class AssessedKindsTest {

  @ParameterizedTest
  @CsvSource({
    "Deployment, apps, true",
    "ReplicaSet, apps, true",
    "Node, '', true",
    "Rollout, argoproj.io, true",
    "Service, serving.knative.dev, true",
    "Configuration, serving.knative.dev, true",
    "Revision, serving.knative.dev, true",
    "BleuWorkload, placement.bleu.cloud, true",
    "WorkloadPlacement, placement.bleu.cloud, true",
    "ArgoCD, argoproj.io, false",
    "EventSource, argoproj.io, false",
    "Workflow, argoproj.io, false",
    "Rollout, example.com, false",
    "Revision, example.com, false",
    "DomainMapping, serving.knative.dev, false",
    "Cluster, postgresql.cnpg.io, false"
  })
  void anOwnerIsOneOfTheKindsThatAreRead(String kind, String group, boolean isOwner) {
    assertEquals(isOwner, AssessedKinds.isOwner(kind, group));
  }
}
