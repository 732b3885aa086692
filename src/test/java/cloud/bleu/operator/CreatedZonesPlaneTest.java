package cloud.bleu.operator;

import static cloud.bleu.operator.AttestPlaneTest.PROVIDER;
import static cloud.bleu.operator.AttestPlaneTest.draft;
import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.cli.draft.EstateDraft;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under whose facts a new zone comes. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreatedZonesPlaneTest {
  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    this.client = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
  }

  @AfterEach
  void clear() {
    client.resources(AvailabilityZone.class).delete();
    client.resources(CloudProvider.class).delete();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  /** What an update asks for is not had by deleting and creating. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          legalEntity     | {"legalEntity":{"name":"A","provenance":{"basis":"RegulatorList"}}}
          operations      | {"operations":{"supportFrom":["FR"],"provenance":{"basis":"Contract"}}}
          suppliers[m]    | {"suppliers":[{"name":"m","country":"US","provenance":{"basis":"Press"}}]}
          offerings[base] | {"offerings":[{"name":"base","layers":["IaaS"],"regions":["north"],"qualifications":[{"scheme":"SecNumCloud","state":"Qualified","provenance":{"basis":"RegulatorList"}}]}]}
          """)
  void zoneIsCreatedAnewUnderOtherFactsByWhoMayVouch(
      String said, String vouched, ControlPlane plane) {
    for (String provider : new String[] {"drafted", "vouched"}) {
      shop.create(PROVIDER.formatted(provider, "Assumption", "FR"));
    }
    client
        .resources(CloudProvider.class)
        .withName("vouched")
        .patch(MERGE, "{\"spec\":" + vouched + "}");
    shop.create(draft("drafted"));
    String words =
        "alice may not put a zone under facts that others vouch for, by spec.provider: of"
            + " CloudProvider vouched these are "
            + said
            + "; name a provider for which nobody vouches, or ask for the verb attest on"
            + " availabilityzones";
    zone("draft").delete();
    Awaitility.await("the server sees what is vouched for")
        .atMost(Scene.SOON)
        .until(() -> Refused.is(words, () -> dryly(draft("vouched"))));
    assertAll(
        Refused.with(said, words, () -> shop.create(draft("vouched"))),
        () -> shop.create(draft("drafted")),
        () -> zone("draft").delete());
    try (KubernetesClient carol =
        OrdinaryUser.with("attest", plane, client, "carol", shop.name())) {
      carol.resource((HasMetadata) Serialization.unmarshal(draft("vouched"))).create();
    }
  }

  @Test
  void whatNodesSayIsDraftedByAnybody() {
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName("node")
            .withLabels(Map.of(EstateDraft.ZONE_LABEL, "fr-1"))
            .endMetadata()
            .withNewSpec()
            .withProviderID("azure:///subscriptions/a")
            .endSpec()
            .build();
    String draft = EstateDraft.of(List.of(node), List.of(), LocalDate.parse("2026-11-30")).yaml();
    List<HasMetadata> drafted =
        shop.alice()
            .load(new ByteArrayInputStream(draft.getBytes(StandardCharsets.UTF_8)))
            .create();
    assertEquals(
        List.of("CloudProvider azure", "AvailabilityZone fr-1"),
        drafted.stream().map(o -> o.getKind() + " " + o.getMetadata().getName()).toList());
  }

  private void dryly(String yaml) {
    shop.alice().resource((HasMetadata) Serialization.unmarshal(yaml)).dryRun().create();
  }

  private Resource<AvailabilityZone> zone(String name) {
    return shop.alice().resources(AvailabilityZone.class).withName(name);
  }
}
