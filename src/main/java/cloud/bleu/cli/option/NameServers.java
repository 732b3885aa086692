package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.ClusterDns.Server;
import cloud.bleu.placement.model.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads name servers of a cluster as they are typed: {@code NAMESPACE/KEY=VALUE[,KEY=VALUE][:PORT]}
 * or {@code CIDR[:PORT]}.
 */
public final class NameServers {
  private static final int LAST_PORT = 65_535;

  private NameServers() {}

  /**
   * Reads all of them.
   *
   * @param texts empty: the usual ones
   * @throws BadInputException naming every one that cannot be read, and what is accepted
   */
  public static ClusterDns of(List<String> texts) {
    if (texts.isEmpty()) {
      return ClusterDns.USUAL;
    }
    List<Server> servers = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String text : texts) {
      Server server = parse(text);
      if (server == null) {
        wrong.add(text);
      } else {
        servers.add(server);
      }
    }
    if (!wrong.isEmpty()) {
      throw new BadInputException(
          "--dns: not a name server of the cluster: "
              + String.join(" ", wrong)
              + "; write kube-system/k8s-app=kube-dns, with :PORT behind it where it is not 53, or a"
              + " range of addresses like 169.254.20.10/32");
    }
    return new ClusterDns(servers);
  }

  private static @Nullable Server parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean stated = colon > text.lastIndexOf('/');
    String what = stated ? text.substring(0, colon) : text;
    int port = stated ? port(text.substring(colon + 1)) : ClusterDns.PORT;
    if (port < 0) {
      return null;
    }
    if (Cidr.parse(what) != null) {
      return Server.addresses(what, port);
    }
    int slash = what.indexOf('/');
    Map<String, String> labels = slash < 1 ? null : labels(what.substring(slash + 1));
    return labels == null ? null : Server.pods(what.substring(0, slash), labels, port);
  }

  private static @Nullable Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String label : text.split(",", -1)) {
      int equals = label.indexOf('=');
      if (equals < 1 || equals == label.length() - 1) {
        return null;
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return labels;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= LAST_PORT ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
