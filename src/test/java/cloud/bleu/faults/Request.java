package cloud.bleu.faults;

import java.net.HttpURLConnection;
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
        && !about("events")
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

  /**
   * What kind of write it is: {@code create}, or the method, with the plural and what is written of
   * the object. An apply that makes an object is a creation too.
   *
   * @param answer to it
   */
  public String kind(Answer answer) {
    String[] parts = path.split("/", -1);
    String subresource = path.endsWith("/status") ? "/status" : "";
    int last = parts.length - 1 - (subresource.isEmpty() ? 0 : 1);
    String plural = method.equals("POST") ? parts[last] : parts[last - 1];
    return (answer.code() == HttpURLConnection.HTTP_CREATED ? "create" : method)
        + " "
        + plural
        + subresource;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
