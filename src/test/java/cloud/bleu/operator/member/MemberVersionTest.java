package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of the version of a cluster, and what is said of it. */
class MemberVersionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"gitVersion\":\"v1.36.3\"} | v1.36.3 | -",
        "{\"gitVersion\":\"v1.36.0-gke.100\",\"major\":\"1\"} | v1.36.0-gke.100 | -",
        "{\"gitVersion\":\"v1.31.9+k3s1\"} | v1.31.9+k3s1 | the tests of this release run on 1.36",
        "{\"gitVersion\":\"v1.37.0-alpha.1\"} | v1.37.0-alpha.1 | the tests of this release run on 1.36",
        "{\"gitVersion\":\"v1.36.3\",\"emulationMinor\":\"36\"} | v1.36.3 | -",
        "{\"gitVersion\":\"v1.36.3\",\"emulationMinor\":\"33\"} | v1.36.3 as v1.33 | the tests of this release run on 1.36",
        "{\"gitVersion\":\"v1.36.3\",\"emulationMinor\":\"x\"} | v1.36.3 | -",
        "{\"gitVersion\":\"v1.30.4-eks-99bf372\"} | v1.30.4-eks-99bf372 | older than 1.31",
        "{\"gitVersion\":\"v1.9\"} | v1.9 | older than 1.31",
        // What says nothing of the kind is not taken for a version, and breaks nothing.
        "{\"gitVersion\":\"v2.0.0\"} | - | -",
        "{\"gitVersion\":\"v1.36.3 and more\"} | - | -",
        "{\"gitVersion\":36} | - | -",
        "{\"kind\":\"Status\",\"code\":403} | - | -",
        "[] | - | -",
        "null | - | -",
        "<html> | - | -",
        "- | - | -",
      })
  void versionIsWhatTheServerSays(String answer, String text, String said) {
    MemberVersion version = MemberVersion.of(answer);
    assertEquals(text, version == null ? null : version.text());
    String remark = version == null ? null : version.remark("the operator");
    assertTrue(
        said == null ? remark == null : remark != null && remark.contains(said), answer + remark);
  }

  /** As Karmada reports it, in a field of its Cluster. */
  @Test
  void versionMayBeReportedAsText() {
    assertEquals(new MemberVersion("v1.33.4+k3s1", 33), MemberVersion.reported("v1.33.4+k3s1"));
    assertEquals(null, MemberVersion.reported(""));
    assertEquals(null, MemberVersion.reported(null));
    assertTrue(
        MemberVersion.reported("v1.30.4").remark("Karmada").contains("what Karmada writes may be"));
  }

  @Test
  void textThatIsTooLongForTheStatusIsNone() {
    assertEquals(null, MemberVersion.of("{\"gitVersion\":\"v1.36." + "3".repeat(60) + "\"}"));
  }

  /** What the chart takes, and what the tests run on. */
  @Test
  void boundsAreThoseOfTheChartAndOfTheTests() throws IOException {
    assertEquals(
        MemberVersion.OLDEST, number("helm/bleu/Chart.yaml", "kubeVersion: \">=1\\.([0-9]+)\\."));
    assertEquals(
        MemberVersion.TESTED,
        number("hack/control-plane/go.mod", "k8s\\.io/kubernetes v1\\.([0-9]+)\\."));
  }

  private static int number(String file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    assertTrue(found.find(), file);
    return Integer.parseInt(found.group(1));
  }
}
