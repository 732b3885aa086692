package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which clusters an affinity takes, as {@code ClusterMatches} of Karmada 1.18.2 says it. */
class ClusterAffinityTest {

  private static final GenericKubernetesResource CLUSTER =
      Serialization.unmarshal(
          """
          apiVersion: cluster.karmada.io/v1alpha1
          kind: Cluster
          metadata: {name: m1, labels: {disk: ssd}}
          spec: {provider: acme, region: north, zones: [a, b]}
          """,
          GenericKubernetesResource.class);

  private static final GenericKubernetesResource BARE =
      Serialization.unmarshal(
          """
          apiVersion: cluster.karmada.io/v1alpha1
          kind: Cluster
          metadata: {name: m1}
          spec: {provider: ""}
          """,
          GenericKubernetesResource.class);

  @ParameterizedTest(name = "{0}: {1}, one without labels and fields {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                      | true  | true
          # Labels.
          labelSelector: {}                                       | true  | true
          labelSelector: {matchLabels: {disk: ssd}}               | true  | false
          labelSelector: {matchLabels: {disk: hdd}}               | false | false
          labelSelector: {matchExpressions: [{key: disk, operator: In, values: [ssd, hdd]}]} | true | false
          labelSelector: {matchExpressions: [{key: disk, operator: NotIn, values: [ssd]}]} | false | true
          labelSelector: {matchExpressions: [{key: disk, operator: Exists}]} | true | false
          labelSelector: {matchExpressions: [{key: disk, operator: DoesNotExist}]} | false | true
          # What Karmada would not take fits no cluster.
          labelSelector: {matchExpressions: [{key: disk, operator: Near}]} | false | false
          labelSelector: {matchExpressions: [disk]}               | false | false
          # Fields.
          fieldSelector: {}                                       | true  | true
          fieldSelector: {matchExpressions: []}                   | true  | true
          fieldSelector: {matchExpressions: [{key: provider, operator: In, values: [acme]}]} | true | false
          fieldSelector: {matchExpressions: [{key: provider, operator: NotIn, values: [acme]}]} | false | true
          fieldSelector: {matchExpressions: [{key: region, operator: In, values: [north]}]} | true | false
          fieldSelector: {matchExpressions: [{key: region, operator: In, values: [south]}]} | false | false
          fieldSelector: {matchExpressions: [{key: region, operator: Exists}]} | true | false
          fieldSelector: {matchExpressions: [{key: country, operator: Exists}]} | false | false
          # One of its zones is enough, but each has to be another one for NotIn.
          fieldSelector: {matchExpressions: [{key: zone, operator: In, values: [a]}]} | true | false
          fieldSelector: {matchExpressions: [{key: zone, operator: In, values: [c]}]} | false | false
          fieldSelector: {matchExpressions: [{key: zone, operator: NotIn, values: [a]}]} | false | true
          fieldSelector: {matchExpressions: [{key: zone, operator: NotIn, values: [c]}]} | true | true
          fieldSelector: {matchExpressions: [{key: zone, operator: Exists}]} | true | false
          fieldSelector: {matchExpressions: [{key: zone, operator: DoesNotExist}]} | false | true
          # All that is stated has to fit.
          clusterNames: [m1], labelSelector: {matchLabels: {disk: ssd}}   | true  | false
          clusterNames: [m2], labelSelector: {matchLabels: {disk: ssd}}   | false | false
          exclude: [m1], labelSelector: {matchLabels: {disk: ssd}}        | false | false
          labelSelector: {matchLabels: {disk: ssd}}, fieldSelector: {matchExpressions: [{key: region, operator: In, values: [south]}]} | false | false
          """)
  void takesWhatKarmadaTakes(String stated, boolean takes, boolean takesBare) {
    ClusterAffinity affinity =
        new ClusterAffinity(
            Serialization.unmarshal(
                "---\n{affinityName: x" + (stated.equals("{}") ? "" : ", " + stated) + "}",
                Map.class));
    assertEquals(takes, !affinity.excludes(KarmadaCluster.of(CLUSTER)));
    assertEquals(takesBare, !affinity.excludes(KarmadaCluster.of(BARE)));
  }
}
