package cloud.bleu.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The watches of a client, and of what is derived from it, that are open at the moment. One that is
 * refused, or that has ended, does not count; nor does a list.
 */
final class WatchCount {

  private static final Pattern NAME = Pattern.compile("metadata.name(=|%3D)([^&,]+)");

  private final Map<Object, String> open = new ConcurrentHashMap<>();

  /**
   * The same client, whose watches are counted here. To be closed is only the one that is given.
   */
  KubernetesClient over(KubernetesClient client) {
    BaseClient base = client.adapt(BaseClient.class);
    return new KubernetesClientImpl(
        counting(client.getHttpClient()),
        client.getConfiguration(),
        base::getExecutor,
        client.getKubernetesSerialization());
  }

  /** The plural of each that is open, with the name where it is about one object; sorted. */
  List<String> open() {
    return open.values().stream().sorted().toList();
  }

  private HttpClient counting(HttpClient client) {
    return (HttpClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpClient.class, Interceptor.RequestTags.class},
            (self, method, arguments) -> {
              Object result = invoked(client, method, arguments);
              return result instanceof HttpClient.DerivedClientBuilder builder
                  ? deriving(builder)
                  : result instanceof WebSocket.Builder builder ? opening(builder) : result;
            });
  }

  private Object deriving(HttpClient.DerivedClientBuilder builder) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {HttpClient.DerivedClientBuilder.class},
        (self, method, arguments) ->
            invoked(builder, method, arguments) instanceof HttpClient client
                ? counting(client)
                : self);
  }

  private Object opening(WebSocket.Builder builder) {
    Watch watch = new Watch();
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {WebSocket.Builder.class},
        (self, method, arguments) -> {
          if (method.getName().equals("buildAsync")) {
            watch.listener = (WebSocket.Listener) arguments[0];
            return builder.buildAsync(watch).thenApply(socket -> closing(socket, watch));
          }
          if (arguments[0] instanceof URI uri) {
            watch.name = name(uri);
          }
          invoked(builder, method, arguments);
          return self;
        });
  }

  /** Whoever closes one has ended it, whatever the server says to that. */
  private WebSocket closing(WebSocket socket, Watch watch) {
    return (WebSocket)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WebSocket.class},
            (self, method, arguments) -> {
              if (method.getName().equals("sendClose")) {
                open.remove(watch);
              }
              return invoked(socket, method, arguments);
            });
  }

  private static Object invoked(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static String name(URI uri) {
    String query = String.valueOf(uri.getQuery());
    String path = uri.getPath();
    Matcher name = NAME.matcher(query);
    return query.contains("watch=true")
        ? path.substring(path.lastIndexOf('/') + 1) + (name.find() ? " " + name.group(2) : "")
        : "no watch: " + path;
  }

  /** Passes on what it is told, and remembers whether it is open. */
  private final class Watch implements WebSocket.Listener {
    private volatile WebSocket.Listener listener;
    private volatile String name = "";

    @Override
    public void onOpen(WebSocket socket) {
      open.put(this, name);
      listener.onOpen(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      listener.onMessage(socket, text);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
      listener.onMessage(socket, bytes);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
      open.remove(this);
      listener.onClose(socket, code, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      open.remove(this);
      listener.onError(socket, error);
    }
  }
}
