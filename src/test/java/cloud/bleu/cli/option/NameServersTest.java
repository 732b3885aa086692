package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.ClusterDns.Server;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Name servers of a cluster, as they are typed. */
class NameServersTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "kube-system/k8s-app=kube-dns         | kube-system {k8s-app=kube-dns} 53",
        "kube-system/k8s-app=kube-dns:5353    | kube-system {k8s-app=kube-dns} 5353",
        "openshift-dns/dns.operator.openshift.io/daemonset-dns=default:5353"
            + " | openshift-dns {dns.operator.openshift.io/daemonset-dns=default} 5353",
        "dns/b=c,a=b                          | dns {a=b, b=c} 53",
        "169.254.20.10/32                     | 169.254.20.10/32 53",
        "169.254.20.10/32:5353                | 169.254.20.10/32 5353",
        "fd00::a/128                          | fd00::a/128 53",
        "fd00::a/128:5353                     | fd00::a/128 5353",
      })
  void asWritten(String text, String expected) {
    Server server = NameServers.of(List.of(text)).servers().get(0);
    String who = server.cidr() == null ? server.namespace() + " " + server.labels() : server.cidr();
    assertEquals(expected, who + " " + server.port());
  }

  @Test
  void withoutAnyItIsTheUsualOne() {
    assertSame(ClusterDns.USUAL, NameServers.of(List.of()));
  }

  /** All at once. */
  @Test
  void whatCannotBeReadIsSaid() {
    List<String> wrong =
        List.of(
            "kube-dns",
            "kube-system/",
            "kube-system/a",
            "kube-system/a=",
            "/a=b",
            "kube-system/a=b:0",
            "kube-system/a=b:65536",
            "kube-system/a=b:dns",
            "10.0.0.1/8");
    List<String> given = new java.util.ArrayList<>(wrong);
    given.add("kube-system/a=b");
    assertEquals(
        "--dns: not a name server of the cluster: "
            + String.join(" ", wrong)
            + "; write kube-system/k8s-app=kube-dns, with :PORT behind it where it is not 53, or a"
            + " range of addresses like 169.254.20.10/32",
        assertThrows(BadInputException.class, () -> NameServers.of(given)).getMessage());
  }
}
