package cloud.bleu.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses may be asked, and what is no list of networks. The API server is 10.0.0.1. */
class ProbeNetworksTest {

  @ParameterizedTest(name = "{0} allows {1}: {2}")
  @CsvSource({
    "'', 198.51.100.7, false",
    "198.51.100.0/24, 198.51.100.7, true",
    "198.51.100.0/24, 198.51.101.7, false",
    "198.51.100.0/24 203.0.113.0/24, 203.0.113.9, true",
    "198.51.100.7/32, 198.51.100.7, true",
    "198.51.100.7/32, 198.51.100.8, false",
    "2001:db8::/32, 2001:db8:1::7, true",
    "2001:db8::/32, 2001:db9::7, false",
    "0.0.0.0/0, 2001:db8::7, false",
    "::/0, 198.51.100.7, false",
    // An address of IPv4 in the notation of IPv6 is one of IPv4.
    "198.51.100.0/24, ::ffff:198.51.100.7, true",
    // The machine, its link, metadata and groups: only where they are listed one by one.
    "0.0.0.0/0, 127.0.0.1, false",
    "127.0.0.0/8, 127.0.0.1, false",
    "127.0.0.1/32, 127.0.0.1, true",
    "127.0.0.1/32, 127.0.0.2, false",
    "0.0.0.0/0, 0.0.0.0, false",
    "0.0.0.0/0, 169.254.169.254, false",
    "169.254.0.0/16, 169.254.169.254, false",
    "169.254.169.254/32, 169.254.169.254, true",
    "0.0.0.0/0, 224.0.0.1, false",
    "0.0.0.0/0, 255.255.255.255, false",
    "::/0, ::1, false",
    "::1/128, ::1, true",
    "::/0, ::, false",
    "::/0, fe80::1, false",
    "::/0, fd00:ec2::254, false",
    "::/0, ff02::1, false",
    "0.0.0.0/0, ::ffff:127.0.0.1, false",
    // By way of a translator to IPv4, or of a tunnel.
    "::/0, 64:ff9b::a9fe:a9fe, false",
    "::/0, 64:ff9b::c633:6407, true",
    "::/0, 2002:7f00:1::, false",
    "::/0, ::169.254.169.254, false",
    "::/0, ::ffff:0:169.254.169.254, false",
    "::/0, ::ffff:0:198.51.100.7, true",
    "::/0, 64:ff9b:1::a9fe:a9fe, false",
    "::/0, 64:ff9b:1:a9fe:a9:fe00::, false",
    "::/0, 2001:0:a9fe:a9fe::1, false",
    "::/0, 2001:db8::5efe:169.254.169.254, false",
    "::/0, 2001:db8::200:5efe:7f00:1, false",
    "::/0, 2001:db8::5efe:198.51.100.7, true",
    // Metadata of clouds elsewhere than on the link.
    "0.0.0.0/0, 100.100.100.200, false",
    "0.0.0.0/0, 168.63.129.16, false",
    "0.0.0.0/0, 192.0.0.192, false",
    "100.100.100.200/32, 100.100.100.200, true",
    "::/0, fd20:ce::254, false",
    // The API server, whatever network it is in.
    "10.0.0.0/8, 10.0.0.1, false",
    "10.0.0.0/8, 10.0.0.2, true",
    "10.0.0.1/32, 10.0.0.1, true",
    "::/0, 64:ff9b::10.0.0.1, false",
    "::/0, 2002:0a00:1::, false",
  })
  void thoseThatAreListed(String listed, String address, boolean allowed)
      throws UnknownHostException {
    ProbeNetworks networks =
        ProbeNetworks.of(listed.isEmpty() ? List.of() : List.of(listed.split(" ")));
    assertEquals(
        allowed,
        networks.allows(InetAddress.getByName(address), Set.of(InetAddress.getByName("10.0.0.1"))));
    assertEquals(listed.isEmpty(), networks.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1",
    "10.0.0.1/8",
    "10.0.0.0/33",
    "2001:db8::1/64",
    "shop.example/24",
    "''",
    "*",
  })
  void whatIsNoNetworkIsRefused(String typed) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ProbeNetworks.of(List.of("198.51.100.0/24", typed)));
    assertTrue(
        e.getMessage()
            .startsWith(typed + " is no range of addresses: write it like 198.51.100.0/24"),
        e.getMessage());
  }
}
