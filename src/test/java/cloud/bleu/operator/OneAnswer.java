package cloud.bleu.operator;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** Something that knows one answer: to be asked for another one is a defect of the test. */
public final class OneAnswer {

  private OneAnswer() {}

  /**
   * One that answers to one method.
   *
   * @param type an interface
   * @param method by its name
   */
  public static <T> T to(Class<T> type, String method, Supplier<?> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, asked, arguments) -> {
              if (asked.getName().equals(method)) {
                return answer.get();
              }
              throw new UnsupportedOperationException(asked.getName());
            }));
  }
}
