package cloud.bleu.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which namespaces are served, and what is no list of them. */
class ServedNamespacesTest {

  @ParameterizedTest
  @CsvSource({
    "'', shop, true",
    "shop, shop, true",
    "shop, shop-2, false",
    "shop clinic, clinic, true",
    "shop clinic, default, false"
  })
  void thoseThatAreListedOrAll(String listed, String namespace, boolean served) {
    List<String> names = listed.isEmpty() ? List.of() : List.of(listed.split(" "));
    assertEquals(served, ServedNamespaces.of(names).test(namespace));
  }

  @ParameterizedTest
  @CsvSource({
    "'', a name is empty: leave the whole list out to serve every namespace",
    "*, * is no name: leave the whole list out to serve every namespace",
    "Shop, Shop is no name of a namespace: use lower case letters",
    "-shop, -shop is no name of a namespace",
    "shop., shop. is no name of a namespace",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, at most 63 of them"
  })
  void whatIsNoNameIsRefused(String name, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ServedNamespaces.of(List.of("shop", name)));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
