package cloud.bleu.faults;

import java.util.Map;

/**
 * A request as it reaches the proxy.
 *
 * @param path without the query
 * @param query empty when there is none
 * @param headers names in lower case
 */
public record Request(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  /** Whether something is changed, were it carried out: leases, events and dry runs left out. */
  public boolean isWrite() {
    return !method.equals("GET")
        && !path.startsWith("/apis/coordination.k8s.io/")
        && !path.startsWith("/apis/authorization.k8s.io/")
        && !path.startsWith("/apis/events.k8s.io/")
        && !query.contains("dryRun=All");
  }

  public boolean isWatch() {
    return method.equals("GET") && query.contains("watch=true");
  }

  public boolean isList() {
    return method.equals("GET") && !isWatch() && query.contains("resourceVersion=");
  }

  /** Whether it is about objects of a kind, by its plural. */
  public boolean about(String plural) {
    return path.endsWith("/" + plural) || path.contains("/" + plural + "/");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
