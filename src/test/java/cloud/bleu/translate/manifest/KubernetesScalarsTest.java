package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What `kubectl create --dry-run=client -o json` makes of a plain scalar (sigs.k8s.io/yaml). */
class KubernetesScalarsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          NO          | false
          no          | false
          off         | false
          y           | true
          On          | true
          true        | true
          ~           | null
          null        | null
          12          | 12
          -7          | -7
          +7          | 7
          012         | 10
          0o12        | 10
          0x1F        | 31
          0b101       | 5
          1_000       | 1000
          1.50        | 1.50
          1e3         | 1000
          089         | 89
          1:30        | "1:30"
          2025-04-17  | "2025-04-17"
          3.2.1       | "3.2.1"
          1.2.3.4     | "1.2.3.4"
          FR          | "FR"
          tRue        | "tRue"
          "NO"        | "NO"
          'no'        | "no"
          !!str 12    | "12"
          -           | [null]
          .5          | 0.5
          4Gi         | "4Gi"
          0xZZ        | "0xZZ"
          """)
  void readAsKubectlDoes(String written, String json) throws Exception {
    assertEquals(
        json, Yaml.json(Yaml.compose(written, false).getSingleNode().orElseThrow()).toString());
  }
}
