"""The keys whose values stay: readings, times, and words for states and kinds.

Made by `scripts/reading_keys.py` from the field rows; digits and punctuation are left out.
"""

from __future__ import annotations

NUMBERS = """
    accharge acchargeenable acchargeenergytoday acchargeenergytotal acchargepower acinmodel
    acmaxchargecurr activepower activepowerenable activeprate activerate addr afcienabled afcipv
    afcireset afciselfcheck afcistatus afcithresholdd afcithresholdh afcithresholdl again alarmcode
    alarmvalue antiislandenable apfstatus apparentpower approved associatedinvmanandmodel atsbypass
    backflowdefaultpower backflowsinglectrl backupen bactivepower bagingteststep bapparentpower
    batcdct batfirstswitch batldt batlowtoutivolt batnir batparallelnum batpir batseriesnum
    batsysenergy batsysrateenergy battemp battemplowerlimitc battemplowerlimitd battempupperlimitc
    battempupperlimitd batteryno batterynum batteryratedpower batterytemperature batterytype
    battmode bctadjust bctmode bdcauthversion bdcbusref bdcchargepower bdcchargetotal
    bdcderatereason bdcdischargepower bdcdischargetotal bdcfaultsubcode bdcfaulttype bdcibat bdcibb
    bdcillc bdcmode bdcsoc bdcstatus bdctemp bdcvbat bdcvbus bdcvbusneg bdcwarncode bdcwarnsubcode
    bgridtype bigdevice biout bioutbuck bipv bipvbuck bipvu bipvv bipvw blighten bmerterconnectflag
    bmnum bmsbatterycurr bmsbatteryenergy bmsbatterytemp bmsbatteryvolt bmscellvolt bmscellvoltage
    bmscommunicationtype bmsconstantvolt bmscurrent bmscvvolt bmscyclecnt bmsdeltavolt bmsenable
    bmserror bmserrorold bmsfaulttype bmsgaugefcc bmsgaugerm bmshighestsoftversion bmsibat bmsicycle
    bmsinfo bmsiosstatus bmsmaxcellvolt bmsmaxcurr bmsmaxdischgcurr bmspackinfo bmsprotection
    bmsshowstatus bmssoc bmssoh bmsstatus bmsstatusold bmstc bmstempbat bmstemperature bmstv
    bmsusingcap bmsvbat bmsvdelta bmsvoltstatus bmswarn bmswarncode bmswarninfo bmswarninfoold
    brazilrule breactivepower bsystemworkmode buckntctemperature buckupsfunen buckupsvoltset
    bulkchargevolt bvbus bvbusnega bvbusposi bvout bvpv bvpvuv bvpvvw bvpvwu bypassfreq capacity
    carbonoffset cccurrent cellvoltage cfdllc charge chargeconfig chargemonth chargeordispower
    chargepower chargepowercommand chargestopsoc chargetostandbyreason chargeway
    chargingsochighlimit chargingsoclowlimit chartdata chgcurr codeindex comaddress compatibleflag
    compharir compharis compharit compqr compqs compqt constantvolt coreduction count
    countryselected createtime ctharir ctharis ctharit ctir ctis ctit ctqr ctqs ctqt currentenergy
    currentpac currentpower currentpowersum currentstring cvvoltage cyclecount data dataloggernum
    dcdctemperature dcir dcis dcit dcvoltage defaultplant defaultpower delaytime deltavolt
    demandmanageenable deratingmode devicecount devicestatus devicetype dggridpower dggridselect
    dischargemonth dischargepower dischargepowercommand dischargestopsoc dischargetostandbyreason
    dischargetotal dischgcurr distributorenable drycontactfuncen drycontactoffrate drycontactonrate
    drycontactpower drycontactstatus dtc dtype dwstringwarningvalue eac eaccharge eacchargetoday
    eacchargetotal eacdischargetoday eacdischargetotal eactoday eactotal ebatchargetimetotal
    ebatchargetoday ebatchargetotal ebatdischargetimetotal ebatdischargetoday ebatdischargetotal
    echarge echargetimetoday echargetimetotal echargetoat echargetoday echargetodayecharge
    echargetotal edischargetimetoday edischargetimetotal edischargetoday edischargetotal eextoday
    eextotal effectiveness egridtimetoday egridtimetotal egridtoday egridtotal electricstate
    elevation eloadtimetoday eloadtimetotal eloadtoday eloadtotal elocalload elocalloadtoday
    elocalloadtotal emonthcoaltext emonthcotext emonthmoneytext emonthsotext enable enabled
    enablenline energy energyday energymonth energyyear envtemp eopdischrtoday eopdischrtotal
    eouttoday eouttotal epsfac epsfreqset epsfunen epsiac epspac epspacsplitphase epspf epsvac
    epsvacsplitphase epsvoltset epv epvinvertertoday epvinvertertotal epvtimetoday epvtimetotal
    epvtoday epvtotal eractoday eractotal errorcode errorsubcode eselftoday eselftotal esystemtoday
    esystemtotal etoday etodaycoaltext etodaycotext etodaymoney etodaymoneytext etodaysotext
    etodaystr etogridtimetoday etogridtimetotal etogridtoday etogridtotal etotal etotalcoaltext
    etotalcotext etotalformulatreetext etotalmoney etotalmoneytext etotalsotext etouser etousertoday
    etousertotal exportlimit exportlimitpower exportlimitpowerrate exportlimitpowerratestr
    extercommoffgriden eyearmoneytext fac fachigh faclow failsafe failsafecurr faultbitcode
    faultcode faulttype faultvalue fftthresholdcount fixedazimuth fixedpowerprice fixedtilt
    flatperiodprice floatchargecurrentlimit forcedchargestopswitch forceddischargestopswitch
    forcedstopswitch formulaco formulacoal formulacoalstr formulacoalvalue formulacostr
    formulacovlue formulamoney formulamoneystr formulaso formulatree freqgrid freqoutput
    frequencyhighlimit frequencylowlimit gaugebattterystatus gaugeiccurrent gaugeoperationstatus
    gaugepackstatus gaugerm genchargeenable genctrl genratedpower gfci gfdi gridcode
    griddetectiontime gridfirstswitch gridfreq gridhvreduceloadhigh gridhvreduceloadlow
    gridtimetoday gridtimetotal gridtoday gridtotal gridtype groupid gvpvuv gvpvvw gvpvwu
    hasdeviceonline hasstorage haveafci havemeter hfreq hvolt ia iac iaccharge iacr iacs
    iacsplitphase iact iactogrid iactouser ib ibat iboard ibuck ic icharge ichargepv idischarge
    inductorcurr inpower installedaccapacity installeddccapacity installedpanelarea installerenable
    insuldetecnega insuldetecposi invdelaytime inverternum invpacdata invstatus invtemperature
    invtodayppv invuv invvw invwu ioutmax ioutmin ipidpvape ipidpvbpe ipidpvcpe ipidpvdpe ipidpvepe
    ipidpvfpe ipidpvgpe ipidpvhpe ipidpvpe ipmtemperature ipv ipva ipvb ipvc ipvlmax ipvmax ipvu
    ipvv ipvw irradiance isagain isagent isauthorize isbig isbigcustomer ischarge ischeckuserauth
    iseicuseraddsmartdevice isgprsg ishaveoptimizer ishavepumper ishavestorage ishavetigo
    islgbattery ismasterone iso isopendevicelist isopendeviceparams isopensmartfamily isparallel
    isplanthavenexa isplanthavenoah isplantnoahsystem isshare istimingauthorize istring
    isviewdeviceinfo keynames keys kind lcdlanguage level lfreq libatteryprotocoltype limitdevice
    loadactivepower loadapparentpower loadfirstcontrol loadfirststopsocset loadfirstswitch loadia
    loadib loadic loadingrate loadpercent loadpf loadreactivepower loadtimetoday loadtimetotal
    loadtoday loadtotal lockduration lost lvolt lvvoltage mailnotice mainsenabled
    maintainmoderequest manualstarten maxallowcurr maxchargecurr maxchargeordischargecurrent
    maxdischargecurr maxmintempcell maxminvoltcell maxnum maxsinglecelltem maxtemp maxtempnum
    maxvolt maxvoltcell maxvoltnum mintemp mintempgroup mintempnum minvolt minvoltcell minvoltgroup
    minvoltnum modbusversion model monthlyenergy monthstr monthvalue mppt mtncmode mtncrqst mvpv
    nbusvoltage newswversionflag newtmp newwarncode newwarnsubcode nextpagestartid nominalpower
    nominalpowerstr nominalpowervalue normalpower nummodules offnetbox olderrorflag
    ongriddischargestopsoc ongridmode ongridstatus onlineenvcount onoff operatingmode opfullwatt
    optimizertype outapparentpower outp outpower outpowermax outputcurrent outputfreqtype
    outputpower outputvolt outputvolttype outreactivepower overfredroppoint overfreloreddelaytime
    overfreloredslope overfreq overfreqtime overloadrestart overtemprestart overvolt overvolttime
    pac paccharge pacinput pacr pacs pact pactobattery pactogrid pactogridr pactogridtotal
    pactolocalload pactouser pactouserr pactousertotal paneltemp pbat pbdbatpower pbdoutpowe
    pbusvoltage pcharge pcsactivepower pdischarge peakclipping peakclippingtotal peakperiodprice
    peakpower peakpoweractual peakshavingenable periodid pex pf pfcmdmemorystate pflineplp pflineppf
    pfmodel pfsymbol photovoltaic photovoltaicrevenuetoday photovoltaicrevenuetotal pidbus
    pidfaultcode pidstatus pidwarning plantnumber planttype plocalload plocalloadr plocalloadtotal
    pmax power powerdownenable powerfactor powergird powerstart powerstr powertoday powertotal
    powervalue powervaluestr powsavingen ppv ppvinverter prepto prioritychoose profittoday
    profittotal protenable pself psystem puenable pvactiveprate pvenergy pvgridfrequencyhigh
    pvgridfrequencylow pvgridvoltagehigh pvgridvoltagelow pviso pvmodel pvnir pvnum
    pvpfcmdmemorystate pvpir pvreactiveprate pvtoday qpercentmax qvh qvinlvpowerper qvl
    qvouthvpowerper rac rateva ratewatt ratio rdci reactivedelay reactiveoutputenable
    reactivepowerlimit reactiveprate reactiverate reactpower reactpowermax reactpowertotal
    realoppercent region remainday remotecntlen remotecntlfailreason restartloadingrate restarttime
    restore result rightlevel risobatn risobatp risobusn risobusp risoenable risomin risopvn risopvp
    roleid rrcrenable rsaddr runmodel runstatus safety safetycorrespondnum safetyversion
    scilosschken scrtemp sdci segmentid selftime sgipen showpeakshaving singleexport
    sleepoffgridenable smsnotice soc socmax socmin soctype soh starttime status statusled
    storagebattorypercentage storageechargetoday storageedischargetoday storagepgrid storagepuser
    storagetodayppv storagetodaytogrid storagetodaytouser storagetotaltogrid storagetotaltouser
    strbreak strfault strnum strunblance strunmatch strwarning success switch synenable sysen
    sysfaultword sysmtncavail sysout systemworkmode systemworkstatus tbmodulenum tdci temp
    temperature tempoutbuckl tempoutbuckmodule temppvbuckl temppvbuckmodule temptype timemode
    timetotal timezone tips tlxbackflowdefaultpower tlxdrycontactenable tlxdrycontactoffpower
    tlxdrycontactpower tlxextercommoffgriden tlxlcdlanguage tlxlimitdevice tlxonekeysetbdcmode
    tlxonoff tlxpf tlxpflineplp tlxpflineppf tmp todaydischarge todayenergy todayenergysum todaystr
    todayvalue togridtimetoday togridtimetotal togridtoday togridtotal topowergird totalenergy
    totalenergysum totalmoneytext totalstr totalvalue totalworkingtime trakermodel treestr treevalue
    ttotal type typeflag ubacchargingstopsoc ubpeakshavingbackupsoc underexcited underfreq
    underfreqtime undervolt undervolttime unitkeylist unitlist unitmap updateinterval updating
    upsfac upsfreqset upsiac upsloadpercent upspac upspf upsvac usbatterytype useenergy
    useenergytoday useenergytotal userdevicetype userlevel userload uspfreqset utioutend utioutstart
    uwacchargingmaxpowerlimit uwbattype uwdemandmgtdownstrmpowerlimit uwdemandmgtrevsepowerlimit
    uwgridwattdelay uwhfrtee uwhfrttimeee uwhvrtee uwhvrttimeee uwlfrtee uwlfrttimeee uwlvrtee
    uwlvrttimeee uwmaxtemprcellno uwmincellvol uwminvoltcellno uwnominalgridvolt
    uwreconnectstartslope uwsysworkmode v vac vacfrequency vachigh vaclow vacr vacrs vacs vacst vact
    vactivecutoffpowerper vactr vacu vacuv vacv vacvw vacw vacwu valleyperiodprice values vbat
    vbatdsp vbatstartforcharge vbatstartfordischarge vbatstopforcharge vbatstopfordischarge
    vbatwarnclr vbatwarning vbuck vbus versionflag vgrid vippoints vmpptmax vmpptmin vnormal
    voltagehighlimit voltagelowlimit voutmax voutmin vpidpvape vpidpvbpe vpidpvcpe vpidpvdpe
    vpidpvepe vpidpvfpe vpidpvgpe vpidpvhpe vpidpvpe vppopen vppversion vpv vpvmax vpvun vpvuv vpvvn
    vpvvw vpvwn vpvwu vstart vstring warnbit warncode warninfo warningvalue warnsubcode wbatterytype
    wchargesoclowlimit wdischargesoclowlimit widevoltageenable windangle windspeed winmode
    winmodeflag winmodeoffgriddischargestopsoc winmodeongriddischargestopsoc winoffgridsoc
    winongridsoc winrequest winterormaintain withtime workingfrequencymax workingfrequencymin
    workmode wpidfaultvalue wselectbaudrate wstringstatusvalue yearlyenergy yearsettingflag yearstr
    yearvalue
"""

TIMES = """
    calendar createdate createdatetext date endtime forcedchargetimestart forcedchargetimestop
    forceddischargetimestart forceddischargetimestop forcedtimestart forcedtimestop lastlogintime
    lastupdatetime lastupdatetimetext loadfirststarttime loadfirststoptime pfsysyear starttime
    systime systimetext time timecalendar updatetime
"""

WORDS = """
    accharge afciversion alarmcode alarmmessage ammetertype apfstatustext appcode apptype
    backflowsetting bcuversion bdcmodel bdcversion bmsfw bmsfwversion bmsmcuversion
    bmssoftwareversion capacitytext chargemonthtext chargetime chargetostandbyreasontext
    chartdataunit communicationversion condcode condtxt cosum createdatetexta currency currentpacstr
    currentpactxt dataloggerman dataloggermd date day debug devicemodel devicetype
    devicetypeindicate dischargemonthtext dischargetime dischargetostandbyreasontext
    echargetodaytext echargetotaltext edischargetodaytext edischargetotaltext efficiency
    energymonthtext equipmenttype error errortext etotalmoneytext exportlimitpower
    exportlimitpowerratestr formulamoneyunitid fwversion gridtype hwversion iactogridtext
    iactousertext ichargetext idischargetext innercwcode innerversion inverterman invertermd
    invertertype invversion ipvtext irradiationsensortype lastupdatetime libatteryfwversion
    libatterymanufacturers locale lost maintainmodestarttime manname manufacturer maxman maxmd
    mcversion mixacdischargefrequency mixacdischargevoltage mixoffgridenable model modelname
    modeltext modename moduleman modulemd moneyunit moneyunittext monitorversion msg noticetype
    pactogridtext pactousertext parametername pchargetext pdischargetext pfsysyear pidstatustext
    plantmoneytext powermax powermaxtext powermaxtime ppvtext prmonth protocolid prtoday pvonoff
    pvpfcmdmemorystate pvpowerfactor pvreactivepratetwo quality region registertype safety safetynum
    seasonmonthtime seasontime seasonyeartime service soctext spaacdischargefrequency
    spaacdischargevoltage spaoffgridenable specialmonthtime specialtime status statuslang statustext
    storagecapacity storagepactouser storagepcharge storagepdischarge storagestatus storagetype
    temptype timesegment timetotaltext timeunit tlxacdischargefrequency tlxacdischargevoltage
    tlxbackflowdefaultpower tlxcccurrent tlxcvvoltage tlxdrycontactenable tlxdrycontactoffpower
    tlxdrycontactpower tlxextercommoffgriden tlxlcdlanguage tlxlimitdevice tlxoffgridenable tlxonoff
    tlxpf tlxpflineppf tmtncstrt todayrevenue totalrevenue trackertype twinend twinstart type unit
    userlanguage utctime vactext vbattext vbucktext version vpvtext warntext weathersensorman
    weathersensormd weathertype winmodeendtime winmodestarttime xect yearmonthtime yeartime
"""

PATHS = """
    PlantDetailAPI PlantListAPI alarm_data commonDeviceSetC data details device do energy
    getNoahInfoBySn getSystemStatus hps hps_data hps_data_info hps_last_data isPlantNoahSystem list
    max maxSet max_data max_data_info max_last_data maxs_data mix mixSet mix_data mix_data_info
    mix_last_data mixs_data newInverterAPI newLoginAPI newMixApi newPlantAPI newStorageAPI
    newTcpsetAPI newTlxApi newTwoLoginAPI newTwoPlantAPI noah noahDeviceApi pbd pbd_data
    pbd_data_info pbd_last_data pcs pcs_data pcs_data_info pcs_last_data plant power readMaxParam
    readMinParam readMixParam readSpaParam set setInverter spa spaSet spa_data spa_data_info
    spa_last_data spas_data tcpSet tlx tlxSet tlx_data tlx_data_info tlx_last_data tlx_set_info
    tlxs_data
"""
