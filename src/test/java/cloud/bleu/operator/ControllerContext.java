package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** What a controller is called with that writes under a field manager. */
public final class ControllerContext {

  private ControllerContext() {}

  /** One that names its field manager, {@code test}, and knows nothing else. */
  @SuppressWarnings("unchecked")
  public static <P extends HasMetadata> Context<P> managed() {
    return OneAnswer.to(Context.class, "getControllerConfiguration", ControllerContext::manager);
  }

  private static ControllerConfiguration<?> manager() {
    return OneAnswer.to(ControllerConfiguration.class, "fieldManager", () -> "test");
  }

  /**
   * The same of a controller that is not started, and forgets what it has just written.
   *
   * @param gone whether the object that it looks at is not there any more
   */
  @SuppressWarnings("unchecked")
  public static <P extends HasMetadata> Context<P> of(
      KubernetesClient client, Reconciler<P> reconciler, BooleanSupplier gone) {
    Operator operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false));
    ControllerEventSource<P> forgetful =
        new ControllerEventSource<>((Controller<P>) operator.register(reconciler)) {
          @Override
          public void handleRecentResourceUpdate(ResourceID id, P now, P before) {
            // Nobody reads its cache.
          }
        };
    EventSourceRetriever<P> sources =
        OneAnswer.to(EventSourceRetriever.class, "getControllerEventSource", () -> forgetful);
    return (Context<P>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, asked, arguments) ->
                switch (asked.getName()) {
                  case "isPrimaryResourceDeleted" -> gone.getAsBoolean();
                  case "getControllerConfiguration" -> manager();
                  case "eventSourceRetriever" -> sources;
                  default -> throw new UnsupportedOperationException(asked.getName());
                });
  }
}
