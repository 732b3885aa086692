package cloud.bleu.placement.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A part is the same when its line is read back from a record. */
class TemplatePartTest {

  /** One of every kind that the class can make. */
  static List<Message> every() {
    return Arrays.stream(TemplatePart.class.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.getName().equals("recorded"))
        .flatMap(TemplatePartTest::made)
        .toList();
  }

  private static Stream<Message> made(Method kind) {
    Object[] names = Arrays.stream(kind.getParameterTypes()).map(TemplatePartTest::name).toArray();
    try {
      return Stream.of((Message) kind.invoke(null, names));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object name(Class<?> of) {
    if (of == int.class) {
      return 8080;
    }
    return of == String.class ? "web" : TemplatePart.initContainer("main");
  }

  @ParameterizedTest
  @MethodSource("every")
  void itsLineIsReadBack(Message part) {
    assertEquals(part, TemplatePart.recorded(part.text()));
  }

  @Test
  void everyKindIsTried() {
    assertEquals(every().size(), every().stream().map(Message::key).distinct().count());
    assertEquals(18, every().size());
  }
}
